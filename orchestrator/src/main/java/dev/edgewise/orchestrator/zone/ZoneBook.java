package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import dev.edgewise.orchestrator.node.Registration;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * All that is known of one zone, and the steps that change it; each leaves behind what is to be
 * done about it. What was learned and each node is stored with every change.
 */
final class ZoneBook {
  /** What is taken for a cold start while none was seen. */
  static final Duration GUESSED_COLD_START = Duration.ofSeconds(3);

  private static final double NEW_WEIGHT = 0.3;

  private final ZoneTemplate template;
  private final String fingerprint;
  private final Map<String, ZoneNode> nodes = new LinkedHashMap<>();
  private final Deque<String> toReplace = new ArrayDeque<>();
  private final Need need;
  private final StartLimits limits;
  private final ZoneJournal journal = new ZoneJournal();
  private List<ZoneEffect> effects = new ArrayList<>();
  private StoredZone known;
  private NodeNumbers numbers = NodeNumbers.all();
  private boolean lacking;
  private Moment now;

  ZoneBook(
      ZoneTemplate template,
      String fingerprint,
      StoredZone known,
      List<StoredZoneNode> stored,
      RandomGenerator random,
      Moment now) {
    this.template = requireNonNull(template, "template");
    this.fingerprint = requireNonNull(fingerprint, "fingerprint");
    this.known = requireNonNull(known, "known");
    this.need = new Need(template);
    this.limits = new StartLimits(template.limits().repairs(), random);
    this.now = now;
    need.hold(known.hold());
    need.learning(!isLearned());
    for (StoredZoneNode each : stored) {
      ZoneNode node = new ZoneNode(each.name(), each.phase(), each.standby(), now, true);
      node.runsAs(each.process());
      node.holds(each.epoch());
      nodes.put(each.name(), node);
    }
  }

  /** An event begins. */
  void at(Moment moment) {
    now = moment;
  }

  Moment now() {
    return now;
  }

  /** What is to be done since the last call. */
  List<ZoneEffect> take() {
    List<ZoneEffect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }

  // ── steps

  void act(ZoneEffect effect) {
    effects.add(effect);
  }

  void tell(String node, String what, String because) {
    ZoneEvent event = new ZoneEvent(now.wall(), template.zone(), node, what, because);
    journal.add(event);
    act(new ZoneEffect.Tell(event));
  }

  void keep(ZoneNode node) {
    act(new ZoneEffect.Keep(new ZoneChange.PutNode(node.stored(template.zone()))));
  }

  void hold(Optional<StoredZone.Hold> hold) {
    need.hold(hold);
    keep(
        new StoredZone(
            known.zone(),
            known.lastNumber(),
            known.coldStart(),
            known.fingerprint(),
            known.profile(),
            hold));
  }

  /** A new node, stored before it is started. */
  ZoneNode begin(long number, boolean standby, String because) {
    boolean cold = nodes.values().stream().noneMatch(ZoneNode::isActive);
    keep(
        new StoredZone(
            known.zone(),
            number,
            known.coldStart(),
            known.fingerprint(),
            known.profile(),
            known.hold()));
    String name = name(number);
    ZoneNode node = new ZoneNode(name, NodePhase.STARTING, standby, now, false);
    nodes.put(name, node);
    keep(node);
    // What an orchestrator that was killed had not come to forget of an earlier node of this name.
    act(new ZoneEffect.Forget(name));
    if (standby) {
      act(new ZoneEffect.StandBy(name));
    }
    act(new ZoneEffect.Start(new StartOrder(name, template)));
    journal.started(cold);
    lacking = false;
    String replaced = toReplace.poll();
    tell(name, "starts", replaced == null ? because : "in place of " + replaced);
    return node;
  }

  /** A node that others have started has registered. */
  ZoneNode joins(String name, Moment began) {
    ZoneNode node = new ZoneNode(name, NodePhase.READY, false, began, false);
    node.becomes(NodePhase.READY, now);
    nodes.put(name, node);
    tell(name, "has joined", "");
    return node;
  }

  /** A node that others have started is gone. */
  void leaves(ZoneNode node) {
    nodes.remove(node.name());
    tell(node.name(), "has left", "");
  }

  /** A node takes calls: what it offers, and how long it took, is learned. */
  void learn(ZoneNode node, Optional<Registration> offer) {
    Duration took = now.since(node.began());
    Duration before = known.coldStart();
    Duration learned = before;
    if (!node.isAdopted()) {
      learned =
          before.isZero()
              ? took
              : Duration.ofNanos(
                  Math.round(NEW_WEIGHT * took.toNanos() + (1 - NEW_WEIGHT) * before.toNanos()));
    }
    keep(
        new StoredZone(
            known.zone(),
            known.lastNumber(),
            learned,
            fingerprint,
            offer.or(known::profile),
            known.hold()));
    need.learning(false);
  }

  /** Numbers that new nodes may have from now on. */
  void numbers(NodeNumbers next) {
    numbers = next;
  }

  /** A node that is needed is not started, as no number is left for it. */
  void noNumber() {
    if (!lacking && lacksNumbers()) {
      lacking = true;
      tell("", "starts nothing", numbers.because());
    }
  }

  void drain(ZoneNode node) {
    node.becomes(NodePhase.DRAINING, now);
    keep(node);
    act(new ZoneEffect.Drain(node.name(), true));
  }

  void end(ZoneNode node, boolean force) {
    node.becomes(NodePhase.ENDING, now);
    keep(node);
    act(new ZoneEffect.Stop(node.name(), force));
  }

  void remove(ZoneNode node) {
    nodes.remove(node.name());
    act(new ZoneEffect.Keep(new ZoneChange.DropNode(node.name())));
    act(new ZoneEffect.Forget(node.name()));
  }

  /** A start came to nothing. */
  void failed(ZoneNode node, String what, String because) {
    journal.failed();
    tell(node.name(), what, because);
    boolean before = limits.isQuarantined(now.nanos());
    limits.failed(now.nanos(), sentence(node, what, because));
    tellQuarantine(before);
  }

  /** A node that was ready is lost. */
  void died(ZoneNode node, String what, String because) {
    journal.died();
    tell(node.name(), what, because);
    boolean before = limits.isQuarantined(now.nanos());
    limits.died(now.nanos(), sentence(node, what, because));
    tellQuarantine(before);
    if (node.isActive()) {
      toReplace.add(node.name());
      if (toReplace.size() > template.max()) {
        toReplace.remove();
      }
    }
  }

  private void keep(StoredZone changed) {
    known = changed;
    act(new ZoneEffect.Keep(new ZoneChange.PutZone(changed)));
  }

  private void tellQuarantine(boolean before) {
    if (!before && limits.isQuarantined(now.nanos())) {
      tell("", "starts nothing for 10 min", limits.blocks(now.nanos()).orElse(""));
    }
  }

  private static String sentence(ZoneNode node, String what, String because) {
    return node.name() + " " + what + (because.isEmpty() ? "" : ": " + because);
  }

  // ── what is known

  ZoneTemplate template() {
    return template;
  }

  Collection<ZoneNode> nodes() {
    return nodes.values();
  }

  Optional<ZoneNode> node(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  int count(Predicate<ZoneNode> which) {
    return (int) nodes.values().stream().filter(which).count();
  }

  /** Whether a node that takes calls has some. */
  boolean isAtWork(Sights sights) {
    return count(node -> node.is(NodePhase.READY) && sights.of(node.name()).atWork() > 0) > 0;
  }

  /** The number of the next node; empty when none is free. */
  OptionalLong nextNumber(Sights sights) {
    return numbers.next(
        known.lastNumber(),
        number -> {
          String name = name(number);
          // One that is over may still be in views for a moment.
          return isFree(number)
              && !sights.running().contains(name)
              && sights.of(name).offer().isEmpty();
        });
  }

  private boolean isFree(long number) {
    return !nodes.containsKey(name(number));
  }

  private String name(long number) {
    return template.zone() + "-" + number;
  }

  /** Whether it may have more nodes, and no number is left for one. */
  private boolean lacksNumbers() {
    return nodes.size() < template.max() && numbers.lacks(this::isFree);
  }

  /** Why nothing is started now; empty when it may be. */
  Optional<String> blocks(Moment at) {
    return limits
        .blocks(at.nanos())
        .or(() -> lacksNumbers() ? Optional.of(numbers.because()) : Optional.empty());
  }

  Need need() {
    return need;
  }

  StartLimits limits() {
    return limits;
  }

  ZoneJournal journal() {
    return journal;
  }

  /** What the last node offered, also when its template was another. */
  Optional<Registration> profile() {
    return known.profile();
  }

  /** Whether a node of this very template has registered. */
  boolean isLearned() {
    return known.profile().isPresent() && known.fingerprint().equals(fingerprint);
  }

  Duration coldStart() {
    return known.coldStart().isZero() ? GUESSED_COLD_START : known.coldStart();
  }

  static String seconds(Duration time) {
    return time.toMillis() % 1000 == 0
        ? time.toSeconds() + " s"
        : Math.round(time.toMillis() / 100.0) / 10.0 + " s";
  }
}
