package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Brings the nodes of a zone to the number that is needed: the fastest way up, and down with who
 * serves nobody first. All processes count towards max, those that end included. Pure.
 */
final class Balance {
  private final ZoneBook book;
  private Need.Target target = new Need.Target(0, "");

  Balance(ZoneBook book) {
    this.book = requireNonNull(book, "book");
  }

  /** As of the last {@link #make}. */
  Need.Target target() {
    return target;
  }

  void make(Sights sights) {
    target =
        book.need()
            .target(
                book.now(),
                book.count(node -> node.is(NodePhase.READY)) > 0,
                book.isAtWork(sights));
    // Where a service is under quarantine its calls need another node; a zone at rest has none.
    int active = book.count(target.nodes() == 0 ? ZoneNode::isActive : ZoneNode::isWhole);
    while (active < target.nodes() && more(sights)) {
      active++;
    }
    while (active > target.nodes() && fewer(sights)) {
      active--;
    }
    int warm = book.count(ZoneNode::isWarm);
    while (warm > warmWanted() && cool()) {
      warm--;
    }
    // Who takes calls is started before who waits for them.
    while (active >= target.nodes()
        && warm < warmWanted()
        && start(sights, true, "for the warm pool of " + warmWanted())) {
      warm++;
    }
  }

  private int warmWanted() {
    return Math.min(book.template().warm(), book.template().max() - target.nodes());
  }

  private boolean more(Sights sights) {
    Optional<ZoneNode> warm =
        book.nodes().stream()
            .filter(ZoneNode::isWarm)
            .min(Comparator.comparing(node -> node.is(NodePhase.STARTING)));
    if (warm.isPresent()) {
      warm.get().standby(false, book.now());
      undrain(warm.get(), "leaves the warm pool");
      return true;
    }
    Optional<ZoneNode> draining =
        book.nodes().stream()
            .filter(node -> node.is(NodePhase.DRAINING) && !node.isOut())
            .max(Comparator.comparingLong(node -> node.since().nanos()));
    if (draining.isPresent()) {
      draining.get().becomes(NodePhase.READY, book.now());
      undrain(draining.get(), "takes calls again");
      return true;
    }
    return start(sights, false, target.because());
  }

  private void undrain(ZoneNode node, String what) {
    book.keep(node);
    book.act(new ZoneEffect.Drain(node.name(), false));
    book.need().ready(book.now());
    book.tell(node.name(), what, target.because());
  }

  private boolean start(Sights sights, boolean standby, String because) {
    if (book.nodes().size() >= book.template().max()
        || book.limits().blocks(book.now().nanos()).isPresent()) {
      return false;
    }
    OptionalLong number = book.nextNumber(sights);
    if (number.isEmpty()) {
      book.noNumber();
      return false;
    }
    ZoneNode unused = book.begin(number.getAsLong(), standby, because);
    return true;
  }

  private boolean fewer(Sights sights) {
    Optional<ZoneNode> starting =
        book.nodes().stream()
            .filter(node -> node.isActive() && node.is(NodePhase.STARTING))
            .max(Comparator.comparingLong(node -> node.began().nanos()));
    Optional<ZoneNode> chosen =
        starting.or(
            () ->
                book.nodes().stream()
                    .filter(node -> node.is(NodePhase.READY))
                    .min(Comparator.comparingInt(node -> sights.of(node.name()).atWork())));
    chosen.ifPresent(this::leave);
    return chosen.isPresent();
  }

  private void leave(ZoneNode node) {
    if (book.count(ZoneNode::isWarm) < warmWanted()) {
      node.standby(true, book.now());
      book.keep(node);
      book.act(new ZoneEffect.StandBy(node.name()));
      book.tell(node.name(), "goes to the warm pool", target.because());
    } else if (node.is(NodePhase.STARTING)) {
      book.tell(node.name(), "is not needed any more", target.because());
      book.end(node, false);
    } else {
      book.tell(node.name(), "drains", target.because());
      book.drain(node);
    }
  }

  /** One less of those that are kept warm; of those that start, the one that began last. */
  private boolean cool() {
    Optional<ZoneNode> chosen =
        book.nodes().stream()
            .filter(ZoneNode::isWarm)
            .max(Comparator.comparing(node -> node.is(NodePhase.STARTING)));
    chosen.ifPresent(
        node -> {
          book.tell(node.name(), "stops", "the warm pool is larger than it should be");
          book.end(node, false);
        });
    return chosen.isPresent();
  }
}
