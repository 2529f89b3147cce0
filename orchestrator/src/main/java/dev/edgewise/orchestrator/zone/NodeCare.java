package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Quarantine.Stage;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.node.Registration;
import dev.edgewise.orchestrator.quarantine.QuarantineStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What becomes of each node of a zone, by what is seen of it. Pure. */
final class NodeCare {
  /** After a restart, processes of stored nodes are looked for that long. */
  static final Duration LOST = Duration.ofSeconds(10);

  /** A node that nobody reaches is ended after so long; one of an earlier process after twice. */
  static final Duration UNREACHED = Duration.ofSeconds(10);

  /** A node that does not offer all that it did is replaced after so long. */
  static final Duration UNHEALTHY = Duration.ofSeconds(30);

  /** A node on which a service fails again and again is replaced at the third time in a row. */
  static final int MOST_QUARANTINES = 3;

  /** Callers should have heard that a node drains before it goes. */
  static final Duration HEARD = Duration.ofSeconds(1);

  /** A process that was told to stop is ended after so long. */
  static final Duration STOPPED = Duration.ofSeconds(20);

  private final ZoneBook book;

  NodeCare(ZoneBook book) {
    this.book = requireNonNull(book, "book");
  }

  /** Looks at each node. */
  void look(Sights sights) {
    for (ZoneNode node : List.copyOf(book.nodes())) {
      Sight sight = sights.of(node.name());
      switch (node.phase()) {
        case STARTING -> starting(node, sight, sights);
        case READY, WARM -> ready(node, sight, sights);
        case DRAINING -> draining(node, sight);
        case ENDING -> ending(node, sight);
      }
    }
  }

  private void starting(ZoneNode node, Sight sight, Sights sights) {
    Duration patience = book.template().limits().start();
    if (!sight.runs()) {
      if (!node.isAdopted() || isPast(node, LOST)) {
        book.failed(node, "ended before it was ready", words(sights, node));
        book.remove(node);
      }
    } else if (sight.alive()) {
      becomesReady(node, sight);
    } else if (isPast(node, patience)) {
      book.failed(node, "was not ready after " + ZoneBook.seconds(patience), words(sights, node));
      book.end(node, true);
    }
  }

  private void becomesReady(ZoneNode node, Sight sight) {
    node.becomes(NodePhase.READY, book.now());
    node.holds(sight.epoch());
    book.limits().succeeded();
    book.need().ready(book.now());
    book.learn(node, sight.offer());
    book.keep(node);
    String took = ZoneBook.seconds(book.now().since(node.began()));
    book.tell(
        node.name(),
        (node.isAdopted() ? "is ready" : "is ready after " + took)
            + (node.isStandby() ? ", and kept warm" : ""),
        "");
  }

  private void ready(ZoneNode node, Sight sight, Sights sights) {
    if (!sight.runs()) {
      book.died(node, "has ended without having been asked", words(sights, node));
      book.remove(node);
      return;
    }
    if (!sight.alive()) {
      // One of an earlier process finds the orchestrator again first.
      Duration patience = node.isAdopted() ? UNREACHED.multipliedBy(2) : UNREACHED;
      if (book.now().isPast(node.unwell(book.now()), patience)) {
        book.died(
            node,
            "is ended",
            "neither the orchestrator nor a client has reached it for "
                + ZoneBook.seconds(patience));
        book.end(node, true);
      }
      return;
    }
    List<String> lacking = lacking(sight);
    if (!lacking.isEmpty()) {
      if (book.now().isPast(node.unwell(book.now()), UNHEALTHY)) {
        book.died(
            node,
            "is drained and replaced",
            "it has not offered "
                + String.join(", ", lacking)
                + " for "
                + ZoneBook.seconds(UNHEALTHY)
                + ", as its body says that it is not healthy");
        node.goesOut();
        book.drain(node);
      }
      return;
    }
    node.well();
    Optional<QuarantineStatus> stubborn =
        sight.quarantines().stream().filter(each -> each.times() >= MOST_QUARANTINES).findFirst();
    if (stubborn.isPresent()) {
      book.died(
          node,
          "is drained and replaced",
          "it is "
              + stubborn.get().quarantine().inWords()
              + ", and that "
              + stubborn.get().times()
              + " times in a row");
      node.goesOut();
      book.drain(node);
      return;
    }
    node.confined(
        sight.quarantines().stream().anyMatch(each -> each.quarantine().stage() == Stage.CLOSED));
    if (node.epoch() != sight.epoch()) {
      node.holds(sight.epoch());
      book.keep(node);
    }
  }

  /** Services that nodes of this template offer, and this one does not. */
  private List<String> lacking(Sight sight) {
    if (!book.isLearned()) {
      return List.of();
    }
    List<String> has = services(sight.offer()).toList();
    return services(book.profile()).filter(each -> !has.contains(each)).toList();
  }

  private static Stream<String> services(Optional<Registration> of) {
    return of.stream().flatMap(each -> each.services().stream()).map(OfferedService::name);
  }

  private void draining(ZoneNode node, Sight sight) {
    Duration patience = book.template().limits().drain();
    if (!sight.runs()) {
      book.remove(node);
    } else if ((sight.idle() || !sight.alive()) && isPast(node, HEARD)) {
      book.end(node, false);
    } else if (isPast(node, patience)) {
      book.tell(
          node.name(),
          "is stopped with calls",
          sight.atWork()
              + " had not ended "
              + ZoneBook.seconds(patience)
              + " after it began to drain");
      book.end(node, false);
    }
  }

  private void ending(ZoneNode node, Sight sight) {
    if (!sight.runs()) {
      book.tell(node.name(), "has ended", "");
      book.remove(node);
    } else if (isPast(node, STOPPED)) {
      book.end(node, true);
    }
  }

  private boolean isPast(ZoneNode node, Duration time) {
    return book.now().isPast(node.since(), time);
  }

  private static String words(Sights sights, ZoneNode node) {
    String said = sights.lastWords(node.name());
    return said.isEmpty() ? "it said nothing" : said;
  }
}
