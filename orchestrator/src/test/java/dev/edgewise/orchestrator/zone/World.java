package dev.edgewise.orchestrator.zone;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Node;
import dev.edgewise.core.Quarantine;
import dev.edgewise.core.Quarantine.Stage;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.orchestrator.node.Bytes;
import dev.edgewise.orchestrator.node.Figures;
import dev.edgewise.orchestrator.node.Machine;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.node.Registration;
import dev.edgewise.orchestrator.quarantine.QuarantineStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A store, a machine that runs nodes, and a fleet that they register with, on virtual time: an
 * orchestrator's zones live in it, and may be killed between any two things that they do.
 */
final class World implements Sights {
  private final List<ZoneTemplate> templates;
  private final Map<String, Run> runs = new LinkedHashMap<>();
  private final Map<String, StoredZone> storedZones = new TreeMap<>();
  private final Map<String, StoredZoneNode> storedNodes = new LinkedHashMap<>();
  private final Set<String> drained = new HashSet<>();
  private final List<String> started = new ArrayList<>();
  private final List<ZoneEvent> events = new ArrayList<>();
  private final SplittableRandom random;
  private long nanos = 5_000_000_000L;
  private Zones zones;

  Duration startTakes = Duration.ofSeconds(2);
  Duration stopTakes = Duration.ofMillis(300);

  /** Those that nodes may have. */
  NodeNumbers numbers = NodeNumbers.all();

  boolean startsFail;

  /** What its nodes have. */
  List<Accelerator> accelerators = List.of();

  /** Of all templates; another one means that their files, or the machine, have changed. */
  String fingerprint = "same";

  boolean diesAtOnce;

  /** Of so many effects, the orchestrator dies before the next; negative: it does not. */
  int diesAfter = -1;

  /** One process. */
  private static final class Run {
    long readyAt;
    long endsAt = Long.MAX_VALUE;
    boolean hung;
    boolean sick;
    List<QuarantineStatus> quarantines = List.of();
    int calls;
    boolean stopIgnored;
    boolean elsewhere;
  }

  World(long seed, ZoneTemplate... templates) {
    this.templates = List.of(templates);
    this.random = new SplittableRandom(seed);
    this.zones = open();
  }

  private Zones open() {
    return new Zones(
        templates,
        template -> fingerprint,
        new StoredZones(
            List.copyOf(storedZones.values()), List.copyOf(storedNodes.values()), Map.of()),
        random,
        now());
  }

  static ZoneTemplate template(String zone, int min, int max, int warm) {
    return new ZoneTemplate(
        zone,
        Trust.OWN,
        List.of(),
        Optional.empty(),
        min,
        max,
        warm,
        0.99,
        Duration.ofSeconds(15),
        3.6,
        false,
        new ZoneTemplate.Processes(256 << 20, List.of(), List.of()),
        new ZoneTemplate.Patience(Duration.ofMinutes(1), Duration.ofSeconds(30), Math.max(3, max)));
  }

  static Registration offer(String node) {
    return offer(node, List.of());
  }

  static Registration offer(String node, List<Accelerator> accelerators) {
    return new Registration(
        new Node(node, Tier.CLOUD, new Site("west1", Trust.OWN)),
        "127.0.0.1:7501",
        "0.1.0",
        List.of(),
        List.of(new OfferedService("shop.v1.Vision", List.of("index"), Bytes.of(new byte[0]))),
        List.of(),
        new Machine("linux", "amd64", 4, 1L << 30, List.of()),
        accelerators,
        Figures.unknown(),
        false);
  }

  /** The same, whose nodes others start. */
  static ZoneTemplate foreign(String zone, int max) {
    ZoneTemplate own = template(zone, 0, max, 0);
    return new ZoneTemplate(
        own.zone(),
        own.trust(),
        own.services(),
        own.models(),
        own.min(),
        own.max(),
        own.warm(),
        own.onTimeTarget(),
        own.hold(),
        own.costPerHour(),
        true,
        own.process(),
        own.limits());
  }

  Moment now() {
    return new Moment(nanos, Instant.EPOCH.plusNanos(nanos));
  }

  Zone zone(String name) {
    return zones.zone(name).orElseThrow();
  }

  /** Names of all that was ever started. */
  List<String> started() {
    return started;
  }

  List<ZoneEvent> events() {
    return events;
  }

  boolean isDrained(String node) {
    return drained.contains(node);
  }

  Set<String> stored() {
    return storedNodes.keySet();
  }

  /** The orchestrator is killed and started again; what runs goes on. */
  void restart() {
    zones = open();
  }

  /** Lets time pass, with a look every 200 ms. */
  void pass(Duration time) {
    long end = nanos + time.toNanos();
    while (nanos < end) {
      nanos = Math.min(end, nanos + 200_000_000L);
      look();
    }
  }

  void look() {
    runs.values().removeIf(run -> nanos >= run.endsAt);
    act(zones.look(this, now()));
  }

  void act(List<ZoneEffect> effects) {
    for (ZoneEffect effect : effects) {
      if (effect instanceof ZoneEffect.Keep(ZoneChange change)) {
        store(change);
      }
    }
    for (ZoneEffect effect : effects) {
      if (diesAfter == 0) {
        diesAfter = -1;
        restart();
        return;
      }
      diesAfter -= diesAfter > 0 ? 1 : 0;
      act(effect);
    }
  }

  private void store(ZoneChange change) {
    switch (change) {
      case ZoneChange.PutZone(StoredZone zone) -> storedZones.put(zone.zone(), zone);
      case ZoneChange.PutNode(StoredZoneNode node) -> storedNodes.put(node.name(), node);
      case ZoneChange.DropNode(String name) -> storedNodes.remove(name);
      case ZoneChange.PutHabits _ -> {}
    }
  }

  private void act(ZoneEffect effect) {
    switch (effect) {
      case ZoneEffect.Keep _ -> {}
      case ZoneEffect.Forget(String node) -> {
        boolean unused = drained.remove(node);
      }
      case ZoneEffect.StandBy(String node) -> drained.add(node);
      case ZoneEffect.Start(StartOrder order) -> start(order.node());
      case ZoneEffect.Drain(String node, boolean drain) -> {
        boolean unused = drain ? drained.add(node) : drained.remove(node);
      }
      case ZoneEffect.Stop(String node, boolean force) -> stop(node, force);
      case ZoneEffect.Tell(ZoneEvent event) -> events.add(event);
    }
  }

  private void start(String node) {
    if (numbers.listed().isEmpty() ? started.contains(node) : runs.containsKey(node)) {
      throw new AssertionError(node + " was started twice");
    }
    started.add(node);
    if (startsFail) {
      zones.of(node).ifPresent(zone -> act(zone.notStarted(node, "no room on the disk", now())));
      return;
    }
    Run run = new Run();
    run.readyAt = nanos + startTakes.toNanos();
    if (diesAtOnce) {
      run.endsAt = nanos + 100_000_000L;
      run.readyAt = Long.MAX_VALUE;
    }
    runs.put(node, run);
    if (diesAfter == 0) {
      diesAfter = -1;
      restart();
      return;
    }
    zones.of(node).ifPresent(zone -> act(zone.started(node, "pid 1")));
  }

  private void stop(String node, boolean force) {
    Run run = runs.get(node);
    if (run != null && force) {
      run.endsAt = nanos;
    } else if (run != null && !run.stopIgnored) {
      run.endsAt = Math.min(run.endsAt, nanos + stopTakes.toNanos());
    }
  }

  /** It is wanted to drain, as of an earlier node of this name. */
  void stillDrains(String node) {
    drained.add(node);
  }

  // ── what happens to nodes

  void kill(String node) {
    runs.remove(node);
  }

  /** It runs, and nobody reaches it. */
  void hang(String node) {
    run(node).hung = true;
  }

  /** A service is under quarantine there so often in a row; released with 0. */
  void confine(String node, int times) {
    Quarantine told =
        new Quarantine("shop.v1.Vision", Stage.CLOSED, Optional.empty(), "9 of 9 calls failed");
    run(node).quarantines =
        times == 0 ? List.of() : List.of(new QuarantineStatus(told, Instant.EPOCH, times));
  }

  /** It offers nothing any more. */
  void sicken(String node) {
    run(node).sick = true;
  }

  void ignoresStop(String node) {
    run(node).stopIgnored = true;
  }

  void calls(String node, int calls) {
    run(node).calls = calls;
  }

  private Run run(String node) {
    Run run = runs.get(node);
    if (run == null) {
      throw new AssertionError(node + " does not run");
    }
    return run;
  }

  // ── what is seen

  @Override
  public Sight of(String node) {
    Run run = runs.get(node);
    if (run == null) {
      return Sight.NOTHING;
    }
    if (nanos < run.readyAt) {
      return Sight.PROCESS;
    }
    Registration offer = offer(node, accelerators);
    return new Sight(
        true,
        !run.hung,
        drained.contains(node),
        drained.contains(node) && run.calls == 0,
        run.calls,
        1,
        Optional.of(run.sick ? offer.with(List.of()) : offer),
        run.quarantines);
  }

  @Override
  public Set<String> membersOf(String zone) {
    Set<String> members = new HashSet<>();
    runs.forEach(
        (name, run) -> {
          if (nanos >= run.readyAt && name.startsWith(zone + "-")) {
            members.add(name);
          }
        });
    return members;
  }

  /** Somebody else starts a node. */
  void elsewhere(String node) {
    Run run = new Run();
    run.readyAt = nanos + startTakes.toNanos();
    run.elsewhere = true;
    runs.put(node, run);
  }

  @Override
  public Set<String> running() {
    Set<String> here = new HashSet<>();
    runs.forEach(
        (name, run) -> {
          if (!run.elsewhere) {
            here.add(name);
          }
        });
    return here;
  }

  @Override
  public NodeNumbers numbers(String zone) {
    return numbers;
  }

  @Override
  public String lastWords(String node) {
    return "its last line";
  }
}
