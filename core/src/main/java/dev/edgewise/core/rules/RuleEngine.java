package dev.edgewise.core.rules;

import java.util.Collection;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Reads, checks and evaluates rules; found as a service, so that who has no rules needs no language
 * for them. Thread-safe.
 */
public interface RuleEngine {
  /** The largest file of rules, in characters. */
  int MAX_FILE = 256 * 1024;

  /** The engine that is on the class path, when there is one. */
  static Optional<RuleEngine> find() {
    return ServiceLoader.load(RuleEngine.class, RuleEngine.class.getClassLoader()).findFirst();
  }

  /**
   * Reads a file of rules and checks all of it; never throws for what is wrong in it.
   *
   * @param known the methods of the fleet, as far as they are known
   * @param all whether these are all that there are, so that a rule about another is wrong
   */
  RuleReading read(String text, Collection<MethodShape> known, boolean all);

  /**
   * Makes rules ready. A rule that does not fit a method's shape is left out for that method: it
   * was checked where it was read, and shapes change.
   */
  RuleSet compile(RuleBook book);

  /** Comes to a verdict again, with the rules that are in the trace. */
  RuleTrace replay(RuleTrace trace);

  /**
   * Comes to a verdict with other rules, from the facts of a trace; a rule that asks for a fact
   * that is not there says that it could not be evaluated.
   */
  RuleTrace replay(RuleTrace trace, RuleBook other, String method);
}
