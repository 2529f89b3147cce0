package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Load;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.overview.FleetSnapshot;
import dev.edgewise.orchestrator.overview.MemberStatus;
import dev.edgewise.orchestrator.scale.MethodDemand;
import dev.edgewise.orchestrator.scale.ZoneSignals;
import dev.edgewise.orchestrator.traffic.CallSummary;
import dev.edgewise.orchestrator.traffic.TrafficPicture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a zone's signals of what clients report of calls and nodes of their load. Arrivals are the
 * calls that have ended since the signals before, and by how many more are at nodes or held at
 * callers now; of a method that other nodes offer too, as much as this zone's nodes had of their
 * calls. Service times are those that nodes tell, shared out to methods as callers saw them. Not
 * thread-safe.
 */
final class ZoneDemand {
  /** For methods that do not say. */
  static final Duration USUAL_DEADLINE = Duration.ofSeconds(10);

  /** Of service times of which only the mean is known. */
  private static final double USUAL_VARIATION = 1;

  private static final double MOST_VARIATION = 16;

  /** How many standard deviations of the normal distribution 99 % lie below. */
  private static final double SIGMAS = 2.326;

  private final ContractReader contracts;
  private final int usualSlots;
  private final Map<String, Double> meanSeconds = new HashMap<>();
  private Map<String, Counted> before = Map.of();
  private Map<String, Long> nodesBefore = Map.of();
  private int presentBefore;
  private int slots;
  private @Nullable Moment at;

  /** What was known of a method when the signals before were made. */
  private record Counted(long total, double seconds, long completed) {}

  private static final Counted NOTHING = new Counted(0, 0, 0);

  /**
   * @param usualSlots calls that a node runs at once, until one has said it
   */
  ZoneDemand(ContractReader contracts, int usualSlots) {
    this.contracts = requireNonNull(contracts, "contracts");
    this.usualSlots = usualSlots;
  }

  ZoneSignals signals(Zone zone, FleetSnapshot fleet, TrafficPicture traffic, Moment now) {
    ZoneBook book = zone.book();
    Set<String> own = book.nodes().stream().map(ZoneNode::name).collect(Collectors.toSet());
    List<Load> loads =
        fleet.members().stream()
            .filter(member -> own.contains(member.name()))
            .filter(member -> member.standing().state().inView())
            .flatMap(member -> member.load().stream())
            .map(MemberStatus.LoadReport::load)
            .toList();
    slots = loads.stream().mapToInt(Load::slots).max().orElse(slots);
    double since = at == null ? 1 : Math.max(0.05, now.since(at).toNanos() / 1e9);
    boolean first = at == null;
    at = now;
    Map<String, Integer> held = book.need().waiting(now);
    int present = loads.stream().mapToInt(Load::requestsInFlight).sum();
    int waiting = held.values().stream().mapToInt(Integer::intValue).sum();
    List<MethodDemand> demands =
        demands(book, fleet, traffic, own, loads, held, first, since, present + waiting);
    presentBefore = present + waiting;
    return new ZoneSignals(
        now.nanos(),
        now.wall(),
        book.count(node -> node.is(NodePhase.READY)),
        zone.starting(),
        book.count(node -> node.is(NodePhase.DRAINING)),
        slots == 0 ? usualSlots : slots,
        book.coldStart(),
        book.template().costPerHour(),
        demands);
  }

  private List<MethodDemand> demands(
      ZoneBook book,
      FleetSnapshot fleet,
      TrafficPicture traffic,
      Set<String> own,
      List<Load> loads,
      Map<String, Integer> held,
      boolean first,
      double since,
      int present) {
    Map<String, Counted> counted = new HashMap<>();
    Map<String, Long> nodes = new HashMap<>();
    traffic.nodes().forEach((name, node) -> nodes.put(name, node.calls().total()));
    Map<String, Double> ended = new HashMap<>();
    Map<String, Double> latency = new HashMap<>();
    Map<String, Duration> deadlines = new HashMap<>();
    for (OfferedService service : offered(book)) {
      Map<String, Duration> promised = contracts.deadlines(service);
      for (String name : service.methods()) {
        String method = service.name() + "/" + name;
        deadlines.put(method, promised.getOrDefault(name, USUAL_DEADLINE));
        TrafficPicture.OfMethod known = traffic.methods().get(method);
        if (known == null) {
          continue;
        }
        Counted is = counted(known);
        // What an application told before this orchestrator looked first is no arrival of now.
        Counted was = before.getOrDefault(method, first ? is : NOTHING);
        counted.put(method, is);
        long more = Math.max(0, is.total() - was.total());
        ended.put(method, more * share(method, fleet, own, nodes));
        long done = is.completed() - was.completed();
        if (done > 0) {
          latency.put(method, Math.max(1e-6, (is.seconds() - was.seconds()) / done));
        }
      }
    }
    before = counted;
    nodesBefore = nodes;
    serviceTimes(ended, latency, loads, !held.isEmpty());
    double all = ended.values().stream().mapToDouble(Double::doubleValue).sum();
    int growth = first ? 0 : present - presentBefore;
    int inFlight = loads.stream().mapToInt(Load::inFlight).sum();
    int queued = loads.stream().mapToInt(Load::queued).sum();
    List<MethodDemand> demands = new ArrayList<>();
    deadlines.forEach(
        (method, deadline) -> {
          double part = ended.getOrDefault(method, 0.0);
          int holds = held.getOrDefault(method, 0);
          double weight =
              all > 0 ? part / all : holds > 0 ? (double) holds / Math.max(1, total(held)) : 0;
          Double mean = meanSeconds.get(method);
          // Who waits for a method of which nothing was measured has woken a node; how many more it
          // needs is known as soon as that one has done some.
          if (mean == null) {
            return;
          }
          demands.add(
              new MethodDemand(
                  method,
                  Math.max(0, part + weight * growth) / since,
                  mean,
                  variation(traffic.methods().get(method)),
                  deadline,
                  (int) Math.round(weight * inFlight),
                  (int) Math.round(weight * queued) + holds));
        });
    return demands;
  }

  private static int total(Map<String, Integer> held) {
    return held.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static List<OfferedService> offered(ZoneBook book) {
    return book.profile().map(offer -> offer.services()).orElse(List.of());
  }

  private static Counted counted(TrafficPicture.OfMethod method) {
    return new Counted(
        method.calls().total(),
        method.durations().sumSeconds(),
        method.durations().counts().stream().mapToLong(Long::longValue).sum());
  }

  /** Of the calls that nodes had which offer a method, those that this zone's nodes had. */
  private double share(
      String method, FleetSnapshot fleet, Set<String> own, Map<String, Long> nodes) {
    long here = 0;
    long everywhere = 0;
    boolean elsewhere = false;
    for (MemberStatus member : fleet.members()) {
      if (!offers(member, method)) {
        continue;
      }
      long more =
          Math.max(
              0,
              nodes.getOrDefault(member.name(), 0L) - nodesBefore.getOrDefault(member.name(), 0L));
      everywhere += more;
      if (own.contains(member.name())) {
        here += more;
      } else {
        elsewhere |= member.standing().state().inView();
      }
    }
    if (everywhere > 0) {
      return (double) here / everywhere;
    }
    return elsewhere ? 0 : 1;
  }

  private static boolean offers(MemberStatus member, String method) {
    return member.registration().services().stream()
        .anyMatch(
            service ->
                method.startsWith(service.name() + "/")
                    && service.methods().contains(method.substring(service.name().length() + 1)));
  }

  /** What nodes say is a mean of all their calls; what callers saw has the waiting in it. */
  private void serviceTimes(
      Map<String, Double> ended, Map<String, Double> latency, List<Load> loads, boolean held) {
    double ofNodes =
        loads.stream()
            .map(Load::meanService)
            .filter(mean -> !mean.isZero())
            .mapToDouble(mean -> mean.toNanos() / 1e9)
            .average()
            .orElse(0);
    if (ofNodes == 0 && held) {
      // What a caller saw that was held is the start of a node, for the most part.
      return;
    }
    double calls = 0;
    double seconds = 0;
    for (Map.Entry<String, Double> each : latency.entrySet()) {
      double weight = ended.getOrDefault(each.getKey(), 0.0);
      calls += weight;
      seconds += weight * each.getValue();
    }
    double scale = ofNodes > 0 && seconds > 0 ? Math.min(1, ofNodes * calls / seconds) : 1;
    latency.forEach((method, seen) -> meanSeconds.put(method, Math.max(1e-6, seen * scale)));
  }

  /** As of a log-normal distribution with these two percentiles. */
  private static double variation(TrafficPicture.@Nullable OfMethod method) {
    CallSummary calls = method == null ? CallSummary.NONE : method.calls();
    if (calls.p50Millis() <= 0 || calls.p99Millis() < calls.p50Millis()) {
      return USUAL_VARIATION;
    }
    double sigma = Math.log(calls.p99Millis() / calls.p50Millis()) / SIGMAS;
    return Math.min(MOST_VARIATION, Math.exp(sigma * sigma) - 1);
  }

  /** Calls that a node runs at once; empty until one has said it. */
  Optional<Integer> slots() {
    return slots == 0 ? Optional.empty() : Optional.of(slots);
  }
}
