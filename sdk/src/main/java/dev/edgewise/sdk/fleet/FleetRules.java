package dev.edgewise.sdk.fleet;

import dev.edgewise.core.rules.RuleBook;
import dev.edgewise.core.rules.RuleEngine;
import dev.edgewise.core.rules.RuleSet;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * The rules of a fleet as one client has them. A client that has nothing to evaluate them with
 * knows all the same which methods they are about. Thread-safe.
 */
public final class FleetRules {
  private static final Logger LOG = System.getLogger(FleetRules.class.getName());

  private volatile Known known = new Known(RuleBook.EMPTY, Optional.empty());

  private record Known(RuleBook book, Optional<RuleSet> ready) {}

  FleetRules() {}

  /** The orchestrator has told these. */
  void told(RuleBook book) {
    if (book.equals(known.book())) {
      return;
    }
    known = new Known(book, book.rules().isEmpty() ? Optional.empty() : ready(book));
  }

  private static Optional<RuleSet> ready(RuleBook book) {
    try {
      return RuleEngine.find().map(engine -> engine.compile(book));
    } catch (RuntimeException | LinkageError e) {
      LOG.log(Level.WARNING, "the rules of the fleet cannot be evaluated here: " + e);
      return Optional.empty();
    }
  }

  /** Whether any rule is about this method. */
  public boolean areAbout(String method) {
    Known now = known;
    return now.book().rules().stream().anyMatch(rule -> rule.isAbout(method));
  }

  /** The rules, made ready; empty when there are none, or nothing to evaluate them with. */
  public Optional<RuleSet> ready() {
    return known.ready();
  }
}
