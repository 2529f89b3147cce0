package dev.edgewise.orchestrator.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Load;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import dev.edgewise.orchestrator.node.Bytes;
import dev.edgewise.orchestrator.node.Figures;
import dev.edgewise.orchestrator.node.Machine;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.node.Registration;
import dev.edgewise.orchestrator.overview.FleetCounts;
import dev.edgewise.orchestrator.overview.FleetSnapshot;
import dev.edgewise.orchestrator.overview.MemberState;
import dev.edgewise.orchestrator.overview.MemberStatus;
import dev.edgewise.orchestrator.scale.MethodDemand;
import dev.edgewise.orchestrator.scale.ZoneSignals;
import dev.edgewise.orchestrator.traffic.CallSummary;
import dev.edgewise.orchestrator.traffic.TrafficPicture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** West1 has two nodes, whose loads and calls are as a test says. */
final class ZoneDemandTest {
  private static final String INDEX = "shop.v1.Vision/index";
  private static final String FACES = "shop.v1.Vision/faces";
  private static final OfferedService VISION =
      new OfferedService("shop.v1.Vision", List.of("index", "faces"), Bytes.of(new byte[0]));

  private final ZoneDemand demand =
      new ZoneDemand(service -> Map.of("index", Duration.ofSeconds(2)), 6);
  private final Map<String, TrafficPicture.OfMethod> methods = new HashMap<>();
  private final Map<String, TrafficPicture.OfNode> nodes = new HashMap<>();
  private final List<MemberStatus> members = new ArrayList<>();
  private long nanos = 100_000_000_000L;
  private final Zone zone =
      zone(
          new StoredZoneNode("west1-1", "west1", NodePhase.READY, false, "pid 1", 1),
          new StoredZoneNode("west1-2", "west1", NodePhase.READY, false, "pid 2", 2));

  private Zone zone(StoredZoneNode... stored) {
    return new Zone(
        World.template("west1", 0, 4, 0),
        "same",
        new StoredZone(
            "west1",
            2,
            Duration.ofSeconds(7),
            "same",
            Optional.of(offer("west1-1", Tier.CLOUD, VISION)),
            Optional.empty()),
        List.of(stored),
        new SplittableRandom(1),
        now());
  }

  private Moment now() {
    return new Moment(nanos, Instant.EPOCH.plusNanos(nanos));
  }

  private static Registration offer(String node, Tier tier, OfferedService... services) {
    return new Registration(
        new Node(node, tier, new Site("west1", Trust.OWN)),
        "127.0.0.1:7501",
        "0.1.0",
        List.of(),
        List.of(services),
        List.of(),
        new Machine("linux", "amd64", 4, 1L << 30, List.of()),
        List.of(),
        Figures.unknown(),
        false);
  }

  private static Load load(int inFlight, int queued, int slots, Duration mean) {
    return new Load(inFlight, queued, slots, mean, false, 1);
  }

  /** A node says that of itself. */
  private void says(String node, MemberState state, Load load, OfferedService... services) {
    members.removeIf(member -> member.name().equals(node));
    members.add(
        new MemberStatus(
            offer(node, node.startsWith("west1") ? Tier.CLOUD : Tier.EDGE, services),
            new MemberStatus.Standing(state, Instant.EPOCH, ""),
            1,
            Duration.ofSeconds(3),
            Duration.ofSeconds(2),
            new MemberStatus.Drain(false, false, false),
            Optional.of(new MemberStatus.LoadReport(load, Duration.ZERO)),
            Optional.empty(),
            List.of(),
            List.of()));
  }

  private void says(String node, Load load) {
    says(node, MemberState.ALIVE, load, VISION);
  }

  /** So many calls of a method have ended since the start, all well, in so many seconds in all. */
  private void ended(String method, long calls, double seconds) {
    ended(method, calls, seconds, 0, 0);
  }

  private void ended(String method, long calls, double seconds, double p50, double p99) {
    methods.put(
        method,
        new TrafficPicture.OfMethod(
            new CallSummary(0, p50, p99, 0, 0, calls, 0),
            List.of(),
            List.of(),
            new TrafficPicture.Durations(List.of(calls), seconds)));
  }

  private void answered(String node, long calls) {
    nodes.put(node, new TrafficPicture.OfNode(new CallSummary(0, 0, 0, 0, 0, calls, 0), 0));
  }

  private ZoneSignals look() {
    return demand.signals(
        zone,
        new FleetSnapshot(
            members, List.of(), false, 1, new FleetCounts(0, 0, 0), FleetSnapshot.Faults.NONE),
        new TrafficPicture(methods, nodes, Map.of(), 0, 0),
        now());
  }

  private ZoneSignals lookAfter(double seconds) {
    nanos += Math.round(seconds * 1e9);
    return look();
  }

  private static MethodDemand of(ZoneSignals signals, String method) {
    return signals.methods().stream()
        .filter(each -> each.method().equals(method))
        .findFirst()
        .orElseThrow();
  }

  private static double arrivals(ZoneSignals signals, String method) {
    return of(signals, method).arrivalsPerSecond();
  }

  // ── the zone

  @Test
  void a_zone_where_nothing_is_called_says_only_how_it_is() {
    ZoneSignals signals = look();
    assertThat(signals.methods()).isEmpty();
    assertThat(signals.ready()).isEqualTo(2);
    assertThat(signals.starting()).isZero();
    assertThat(signals.coldStart()).isEqualTo(Duration.ofSeconds(7));
    assertThat(signals.nodeCostPerHour()).isEqualTo(3.6);
    assertThat(signals.nanos()).isEqualTo(nanos);
    assertThat(signals.at()).isEqualTo(now().wall());
  }

  @Test
  void slots_are_guessed_until_a_node_has_said_how_many_and_then_remembered() {
    assertThat(look().slotsPerNode()).isEqualTo(6);
    says("west1-1", load(0, 0, 2, Duration.ZERO));
    says("west1-2", load(0, 0, 3, Duration.ZERO));
    assertThat(lookAfter(1).slotsPerNode()).isEqualTo(3);
    members.clear();
    assertThat(lookAfter(1).slotsPerNode()).isEqualTo(3);
    assertThat(demand.slots()).hasValue(3);
  }

  @Test
  void nodes_of_others_and_nodes_that_are_gone_say_nothing_of_this_zone() {
    says("west1-1", load(1, 0, 2, Duration.ofMillis(100)));
    says("nyc", MemberState.ALIVE, load(50, 50, 32, Duration.ofSeconds(9)));
    says("west1-2", MemberState.DEAD, load(50, 50, 32, Duration.ofSeconds(9)), VISION);
    ZoneSignals unused = look();
    ended(INDEX, 10, 1);
    ZoneSignals signals = lookAfter(1);
    assertThat(signals.slotsPerNode()).isEqualTo(2);
    assertThat(of(signals, INDEX).inFlight()).isEqualTo(1);
    assertThat(of(signals, INDEX).queued()).isZero();
  }

  // ── arrivals

  @Test
  void what_had_ended_before_the_first_look_is_no_arrival() {
    ended(INDEX, 1_000_000, 100_000);
    assertThat(look().methods()).isEmpty();
    assertThat(lookAfter(1).methods()).isEmpty();
    ended(INDEX, 1_000_020, 100_002);
    assertThat(arrivals(lookAfter(2), INDEX)).isEqualTo(10);
  }

  @Test
  void a_method_that_is_called_for_the_first_time_has_all_its_calls_as_arrivals() {
    ZoneSignals unused = look();
    ended(INDEX, 8, 0.8);
    assertThat(arrivals(lookAfter(2), INDEX)).isEqualTo(4);
  }

  @Test
  void calls_that_have_arrived_and_not_ended_count_when_they_arrive() {
    says("west1-1", load(0, 0, 4, Duration.ofMillis(100)));
    says("west1-2", load(0, 0, 4, Duration.ofMillis(100)));
    ended(INDEX, 100, 10);
    ZoneSignals first = look();
    assertThat(first.methods()).isEmpty();
    ended(INDEX, 110, 11);
    says("west1-1", load(3, 1, 4, Duration.ofMillis(100)));
    says("west1-2", load(2, 0, 4, Duration.ofMillis(100)));
    assertThat(arrivals(lookAfter(2), INDEX)).isEqualTo(8);
    assertThat(of(lookAfter(2), INDEX).arrivalsPerSecond()).isZero();

    // They end and none follow: they are not counted again.
    ended(INDEX, 116, 12);
    says("west1-1", load(0, 0, 4, Duration.ofMillis(100)));
    says("west1-2", load(0, 0, 4, Duration.ofMillis(100)));
    assertThat(arrivals(lookAfter(2), INDEX)).isZero();
  }

  @Test
  void calls_that_are_held_at_callers_arrive_once_and_wait() {
    ZoneSignals unused = look();
    ended(INDEX, 10, 1);
    unused = lookAfter(1);
    assertThat(zone.wake(INDEX, 5, now())).isInstanceOf(Woken.Starting.class);
    ZoneSignals held = lookAfter(1);
    assertThat(arrivals(held, INDEX)).isEqualTo(5);
    assertThat(of(held, INDEX).queued()).isEqualTo(5);

    ZoneSignals still = lookAfter(1);
    assertThat(arrivals(still, INDEX)).isZero();
    assertThat(of(still, INDEX).queued()).isEqualTo(5);
  }

  @Test
  void who_waits_for_a_method_of_which_nothing_was_measured_is_not_counted_yet() {
    ZoneSignals unused = look();
    assertThat(zone.wake(INDEX, 5, now())).isInstanceOf(Woken.Starting.class);
    assertThat(lookAfter(1).methods()).isEmpty();
  }

  @Test
  void of_what_other_nodes_offer_too_counts_what_this_zones_nodes_had() {
    says("west1-1", load(0, 0, 4, Duration.ofMillis(100)));
    says("nyc", MemberState.ALIVE, load(0, 0, 4, Duration.ofMillis(100)), VISION);
    answered("west1-1", 1_000);
    answered("nyc", 1_000);
    ended(INDEX, 2_000, 200);
    ZoneSignals unused = look();
    answered("west1-1", 1_010);
    answered("nyc", 1_030);
    ended(INDEX, 2_040, 204);
    assertThat(arrivals(lookAfter(1), INDEX)).isCloseTo(10, within(1e-9));
  }

  @Test
  void what_only_others_had_is_nothing_here() {
    says("west1-1", load(0, 0, 4, Duration.ofMillis(100)));
    says("nyc", MemberState.ALIVE, load(0, 0, 4, Duration.ofMillis(100)), VISION);
    ZoneSignals unused = look();
    answered("nyc", 40);
    ended(INDEX, 40, 4);
    assertThat(arrivals(lookAfter(1), INDEX)).isZero();
  }

  @Test
  void refused_calls_that_no_node_had_are_this_zones_where_no_other_offers_them() {
    says("west1-1", load(0, 0, 4, Duration.ofMillis(100)));
    ZoneSignals unused = look();
    ended(INDEX, 40, 4);
    assertThat(arrivals(lookAfter(1), INDEX)).isEqualTo(40);

    says("nyc", MemberState.ALIVE, load(0, 0, 4, Duration.ofMillis(100)), VISION);
    ended(INDEX, 80, 8);
    assertThat(arrivals(lookAfter(1), INDEX)).isZero();
  }

  @Test
  void figures_that_begin_anew_are_no_arrivals_below_zero() {
    ended(INDEX, 1_000, 100);
    ZoneSignals unused = look();
    ended(INDEX, 1_010, 101);
    unused = lookAfter(1);
    ended(INDEX, 3, 0.3);
    MethodDemand anew = of(lookAfter(1), INDEX);
    assertThat(anew.arrivalsPerSecond()).isZero();
    assertThat(anew.meanSeconds()).isCloseTo(0.1, within(1e-9));
  }

  @Test
  void two_looks_at_the_same_moment_make_no_infinite_rate() {
    ZoneSignals unused = look();
    ended(INDEX, 10, 1);
    assertThat(arrivals(look(), INDEX)).isEqualTo(200);
  }

  // ── what a call is like

  @Test
  void service_times_are_those_of_nodes_shared_out_as_callers_saw_them() {
    says("west1-1", load(1, 0, 4, Duration.ofMillis(150)));
    says("west1-2", load(1, 0, 4, Duration.ofMillis(250)));
    ZoneSignals unused = look();
    // Callers saw 0.4 s and 1.2 s, waiting included; nodes say 0.2 s on average.
    ended(INDEX, 30, 12);
    ended(FACES, 10, 12);
    ZoneSignals signals = lookAfter(1);
    assertThat(of(signals, INDEX).meanSeconds()).isCloseTo(0.4 / 3, within(1e-9));
    assertThat(of(signals, FACES).meanSeconds()).isCloseTo(0.4, within(1e-9));
    assertThat(30 * 0.4 / 3 + 10 * 0.4).as("all of it").isCloseTo(40 * 0.2, within(1e-9));
  }

  @Test
  void no_service_takes_longer_than_its_callers_saw() {
    says("west1-1", load(1, 0, 4, Duration.ofSeconds(9)));
    ZoneSignals unused = look();
    ended(INDEX, 10, 1);
    assertThat(of(lookAfter(1), INDEX).meanSeconds()).isCloseTo(0.1, within(1e-9));
  }

  @Test
  void what_was_measured_is_remembered_while_nothing_ends() {
    ZoneSignals unused = look();
    ended(INDEX, 10, 1);
    unused = lookAfter(1);
    assertThat(of(lookAfter(60), INDEX).meanSeconds()).isCloseTo(0.1, within(1e-9));
  }

  @Test
  void variation_is_read_from_percentiles_and_bounded() {
    ZoneSignals unused = look();
    ended(INDEX, 10, 1);
    assertThat(of(lookAfter(1), INDEX).squaredVariation()).as("unknown").isEqualTo(1);
    ended(INDEX, 20, 2, 100, 100);
    assertThat(of(lookAfter(1), INDEX).squaredVariation()).as("all alike").isZero();
    ended(INDEX, 30, 3, 100, 800);
    double sigma = Math.log(8) / 2.326;
    assertThat(of(lookAfter(1), INDEX).squaredVariation())
        .isCloseTo(Math.exp(sigma * sigma) - 1, within(1e-9));
    ended(INDEX, 40, 4, 1, 1_000_000);
    assertThat(of(lookAfter(1), INDEX).squaredVariation()).as("wild").isEqualTo(16);
  }

  @Test
  void a_deadline_is_what_the_method_promises_else_the_usual_one() {
    ZoneSignals unused = look();
    ended(INDEX, 10, 1);
    ended(FACES, 10, 1);
    ZoneSignals signals = lookAfter(1);
    assertThat(of(signals, INDEX).deadline()).isEqualTo(Duration.ofSeconds(2));
    assertThat(of(signals, FACES).deadline()).isEqualTo(ZoneDemand.USUAL_DEADLINE);
  }

  @Test
  void running_and_waiting_calls_are_shared_out_by_how_often_methods_are_called() {
    says("west1-1", load(4, 8, 4, Duration.ofMillis(100)));
    ZoneSignals unused = look();
    ended(INDEX, 30, 3);
    ended(FACES, 10, 1);
    ZoneSignals signals = lookAfter(1);
    assertThat(of(signals, INDEX).inFlight()).isEqualTo(3);
    assertThat(of(signals, INDEX).queued()).isEqualTo(6);
    assertThat(of(signals, FACES).inFlight()).isEqualTo(1);
    assertThat(of(signals, FACES).queued()).isEqualTo(2);
  }
}
