package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Accelerator;
import dev.edgewise.orchestrator.node.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One zone: how many nodes it should have, which are started, kept from calls, drained and ended.
 * Each event comes with its time; what is to be done about it is returned. Pure; not thread-safe.
 *
 * <p>A node is stored before it is started, so that one that a killed orchestrator was starting is
 * neither lost nor started twice.
 */
final class Zone {
  private static final Duration LATE = Duration.ofMillis(500);
  private static final Duration RETRY_HOLD = Duration.ofMinutes(1);

  private final ZoneBook book;
  private final NodeCare care;
  private final Balance balance;
  private final ForeignCare foreign;
  private Moment last;
  private double nodeHours;

  Zone(
      ZoneTemplate template,
      String fingerprint,
      StoredZone known,
      List<StoredZoneNode> stored,
      RandomGenerator random,
      Moment now) {
    this.book = new ZoneBook(template, fingerprint, known, stored, random, now);
    this.care = new NodeCare(book);
    this.balance = new Balance(book);
    this.foreign = new ForeignCare(book);
    this.last = requireNonNull(now, "now");
  }

  /** The scaler has decided. */
  void sized(int nodes, String because) {
    book.need().sized(nodes, because);
  }

  /** An operator keeps it at a number of nodes, or (empty) lets the scaler decide again. */
  List<ZoneEffect> hold(Optional<StoredZone.Hold> hold, Moment now) {
    book.at(now);
    book.limits().lift();
    book.hold(hold);
    book.tell(
        "",
        hold.map(held -> "is kept at " + held.nodes() + until(held))
            .orElse("is sized by need again"),
        "an operator asked for it");
    return book.take();
  }

  private static String until(StoredZone.Hold held) {
    return held.until().map(end -> " until " + end).orElse(" until it is released");
  }

  /** Somebody waits for a call there. What follows is done with the next look. */
  Woken wake(String method, int calls, Moment now) {
    if (book.count(node -> node.is(NodePhase.READY)) > 0) {
      book.need().woken(method, calls, now);
      return new Woken.Starting(Duration.ZERO);
    }
    Optional<StoredZone.Hold> hold = book.need().hold().filter(held -> held.nodes() == 0);
    if (hold.isPresent()) {
      return new Woken.Refused(
          "an operator keeps zone "
              + book.template().zone()
              + " at 0 nodes; `edgewise zone scale "
              + book.template().zone()
              + " --auto` ends that",
          hold.get().until().map(end -> Duration.between(now.wall(), end)).orElse(RETRY_HOLD));
    }
    Optional<ZoneNode> next =
        book.nodes().stream()
            .filter(node -> node.isActive() || node.isWarm())
            .min(Comparator.comparing(node -> left(node, now)));
    Optional<String> blocked = book.blocks(now);
    if (next.isEmpty() && blocked.isPresent()) {
      if (!book.limits().isQuarantined(now.nanos())) {
        // The start is made as soon as it may be, so that who asks again then finds a node.
        book.need().woken(method, calls, now);
      }
      return new Woken.Refused(
          "zone " + book.template().zone() + " starts nothing now, " + blocked.get(),
          retryAfter(now));
    }
    book.need().woken(method, calls, now);
    return new Woken.Starting(next.map(node -> left(node, now)).orElse(book.coldStart()));
  }

  private Duration retryAfter(Moment now) {
    Duration left = book.limits().left(now.nanos());
    // Without a block of its own it is for a certificate, which somebody has to bring.
    return left.isZero() ? RETRY_HOLD : left.plus(book.coldStart());
  }

  private Duration left(ZoneNode node, Moment now) {
    if (!node.is(NodePhase.STARTING)) {
      return Duration.ZERO;
    }
    Duration left = book.coldStart().minus(now.since(node.began()));
    return left.compareTo(LATE) < 0 ? LATE : left;
  }

  /** The back-end has started a node. */
  List<ZoneEffect> started(String name, String process) {
    book.node(name)
        .ifPresent(
            node -> {
              node.runsAs(process);
              book.keep(node);
            });
    return book.take();
  }

  /** A node could not be started. */
  List<ZoneEffect> notStarted(String name, String why, Moment now) {
    book.at(now);
    book.node(name)
        .ifPresent(
            node -> {
              book.failed(node, "could not be started", why);
              book.remove(node);
            });
    return book.take();
  }

  /** Time has passed: looks at each node, and at how many there should be. */
  List<ZoneEffect> look(Sights sights, Moment now) {
    nodeHours += book.nodes().size() * (double) (now.nanos() - last.nanos()) / 3.6e12;
    last = now;
    book.at(now);
    List<ZoneEffect> effects = new ArrayList<>();
    if (book.need().expire(now)) {
      effects.addAll(book.take());
      effects.addAll(hold(Optional.empty(), now));
    }
    if (book.template().foreign()) {
      foreign.look(sights);
    } else {
      book.numbers(sights.numbers(book.template().zone()));
      care.look(sights);
      balance.make(sights);
    }
    effects.addAll(book.take());
    return effects;
  }

  ZoneBook book() {
    return book;
  }

  // ── as others see it

  ZoneEntry entry(Moment now) {
    int ready = book.count(node -> node.is(NodePhase.READY));
    int starting = starting();
    String because = ready + starting > 0 ? "" : cannotStart(now);
    return new ZoneEntry(
        book.template().zone(),
        book.template().trust(),
        ready,
        starting,
        book.template().max(),
        book.coldStart(),
        methods(),
        accelerators(),
        because.isEmpty(),
        because);
  }

  /** Nodes that will take calls. */
  int starting() {
    return book.template().foreign()
        ? foreign.missing()
        : book.count(node -> node.isActive() && node.is(NodePhase.STARTING));
  }

  private Need.Target target() {
    return book.template().foreign() ? foreign.target() : balance.target();
  }

  private String cannotStart(Moment now) {
    if (book.need().hold().filter(held -> held.nodes() == 0).isPresent()) {
      return "an operator keeps it at 0 nodes";
    }
    // One that only waits after a failure is started by itself before long.
    return book.limits().isQuarantined(now.nanos()) || book.limits().left(now.nanos()).isZero()
        ? book.blocks(now).orElse("")
        : "";
  }

  private List<ZoneMethod> methods() {
    return book.profile().stream()
        .flatMap(offer -> offer.services().stream())
        .flatMap(
            service ->
                service.methods().stream()
                    .map(method -> new ZoneMethod(service.name() + "/" + method, service)))
        .toList();
  }

  private List<Accelerator> accelerators() {
    return book.profile().map(Registration::accelerators).orElse(List.of());
  }

  ZoneStatus status(Moment now) {
    ZoneTemplate template = book.template();
    return new ZoneStatus(
        template.zone(),
        template.trust(),
        template.min(),
        template.max(),
        template.warm(),
        template.onTimeTarget(),
        target().nodes(),
        target().because(),
        book.nodes().stream().map(node -> node(node, now)).toList(),
        book.need().hold().map(held -> new ZoneStatus.Hold(held.nodes(), held.until())),
        book.blocks(now).orElse(""),
        book.coldStart(),
        book.journal().counts(),
        nodeHours * template.costPerHour(),
        book.profile().stream()
            .flatMap(offer -> offer.services().stream())
            .map(service -> service.name())
            .toList(),
        accelerators(),
        book.journal().events());
  }

  private static ZoneStatus.Node node(ZoneNode node, Moment now) {
    Instant since = now.wall().minus(now.since(node.since()));
    return new ZoneStatus.Node(node.name(), node.phase(), since, node.process());
  }
}
