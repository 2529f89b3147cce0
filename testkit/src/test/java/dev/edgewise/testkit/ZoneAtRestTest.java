package dev.edgewise.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Needs;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Trust;
import dev.edgewise.sdk.fleet.Selection;
import dev.edgewise.sdk.invoke.CallRecord;
import dev.edgewise.sdk.invoke.CallRecord.StepKind;
import dev.edgewise.sdk.invoke.CallRequest;
import dev.edgewise.sdk.invoke.Invoker;
import dev.edgewise.sdk.invoke.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of a zone without a node: the real client against an orchestrator, on virtual time. */
final class ZoneAtRestTest {
  private static final Set<String> METHODS = Set.of("test.Echo/heavy");
  private static final Duration COLD = Duration.ofMillis(2_800);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TEN = Duration.ofSeconds(10);

  private final SimulatedFleet simulated = new SimulatedFleet();
  private final VirtualTime time = simulated.time();
  private final SimulatedZone west = zone("west1", Trust.OWN, COLD);

  private SimulatedZone zone(String name, Trust trust, Duration coldStart) {
    return simulated.zone(name, trust, METHODS, 4, Duration.ofMillis(20), coldStart);
  }

  private Invoker client() {
    return client(Selection.everything());
  }

  private Invoker client(Selection selection) {
    Invoker invoker =
        Invoker.start(simulated.surroundings(), Optional.empty(), List.of(), selection);
    time.pass(SECOND);
    return invoker;
  }

  private static CallRequest<String> request(Duration within, Label label, boolean mayWake) {
    return request(within, label, Optional.empty(), mayWake);
  }

  private static CallRequest<String> request(
      Duration within, Label label, Optional<Needs> needs, boolean mayWake) {
    return new CallRequest<>(
        EchoMethods.HEAVY,
        new Object[0],
        within,
        label,
        needs,
        Optional.empty(),
        Optional.empty(),
        Origin.APPLICATION,
        CacheControl.NONE,
        mayWake);
  }

  private static CompletableFuture<Outcome<String>> call(Invoker client, Duration within) {
    return client.invoke(request(within, Label.INTERNAL, true));
  }

  private static String nodeOf(CompletableFuture<Outcome<String>> call) {
    assertThat(call).isDone();
    return ((Outcome.Completed<String>) call.join()).node().name();
  }

  private static EdgewiseException refusal(CompletableFuture<Outcome<String>> call) {
    assertThat(call).as("refused at once").isDone();
    return ((Outcome.Refused<String>) call.join()).cause();
  }

  @Test
  void a_call_waits_for_the_zone_that_it_has_woken() {
    Invoker client = client();
    var call = call(client, TEN);
    time.pass(COLD);
    assertThat(call).isNotDone();
    time.pass(Duration.ofMillis(200));

    assertThat(nodeOf(call)).isEqualTo("west1-1");
    CallRecord record = simulated.records().get(0);
    assertThat(record.isNotable()).isTrue();
    assertThat(record.steps())
        .extracting(CallRecord.Step::kind)
        .containsExactly(StepKind.FIRST, StepKind.WOKEN);
    assertThat(record.steps().get(0).answer()).isEqualTo("held");
    assertThat(record.steps().get(0).detail()).isEqualTo("2.9 s while west1 started");
  }

  @Test
  void two_hundred_calls_at_once_are_one_start_and_none_fails() {
    Invoker client = client();
    List<CompletableFuture<Outcome<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      calls.add(call(client, TEN));
    }
    time.pass(Duration.ofMillis(900));
    assertThat(west.wakes()).as("one question for all of them").hasSize(1);
    time.pass(TEN);

    assertThat(calls).allSatisfy(call -> assertThat(nodeOf(call)).isEqualTo("west1-1"));
    assertThat(west.started()).isEqualTo(1);
    assertThat(west.wakes()).as("asked each second while they wait").hasSize(3);
    assertThat(west.wakes().get(2).waiting()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void a_node_that_has_just_started_takes_a_burst_bit_by_bit(int most) {
    west.most(most);
    Invoker client = client();
    List<CompletableFuture<Outcome<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      calls.add(call(client, TEN));
    }
    time.pass(COLD.minusMillis(1_500));
    // The next one has room for 4 × 4 that wait, as an agent has.
    simulated.onStart(node -> node.room(16));
    time.pass(TEN);

    assertThat(calls).allSatisfy(call -> assertThat(nodeOf(call)).isEqualTo("west1-1"));
    assertThat(west.started()).isEqualTo(1);
  }

  @Test
  void a_deadline_that_comes_first_is_refused_at_once_with_a_hint_that_proves_right() {
    Invoker client = client();
    EdgewiseException hint = refusal(call(client, SECOND));

    assertThat(hint.code()).isEqualTo(ErrorCode.ZONE_STARTING);
    assertThat(hint)
        .hasMessageContaining("zone west1")
        .hasMessageContaining("starts in about 2.8 s, while the call has 1 s left")
        .hasMessageContaining("ask again in 2.8 s, or with a deadline of 4 s or more");
    assertThat(hint.retryAfter()).contains(COLD);
    var longer = call(client, Duration.ofSeconds(4));
    time.pass(hint.retryAfter().orElseThrow());
    var again = call(client, SECOND);
    time.pass(SECOND);
    assertThat(nodeOf(again)).as("as the hint said").isEqualTo("west1-1");
    assertThat(nodeOf(longer)).as("as the hint said").isEqualTo("west1-1");
    assertThat(west.started()).isEqualTo(1);
  }

  @Test
  void a_second_try_counts_on_what_is_left_of_the_start() {
    Invoker client = client();
    refusal(call(client, SECOND));
    time.pass(Duration.ofSeconds(2));
    var call = call(client, SECOND);
    assertThat(call).as("0.8 s are left").isNotDone();
    time.pass(SECOND);
    assertThat(nodeOf(call)).isEqualTo("west1-1");
  }

  @Test
  void an_old_question_says_nothing_of_a_start_that_came_to_nothing() {
    Invoker client = client();
    west.takes(Duration.ofHours(1));
    refusal(call(client, SECOND));
    west.quarantine("it failed 5 times");
    time.pass(Duration.ofMinutes(10));
    assertThat(refusal(call(client, TEN)).code()).isEqualTo(ErrorCode.ZONE_DOWN);
  }

  @Test
  void a_start_that_takes_longer_than_was_thought_refuses_who_cannot_wait_for_it() {
    Invoker client = client();
    var short1 = call(client, Duration.ofSeconds(3));
    var long1 = call(client, Duration.ofSeconds(30));
    assertThat(short1).isNotDone();
    west.learned(Duration.ofSeconds(20));
    west.takes(Duration.ofSeconds(20));
    time.pass(Duration.ofMillis(50));

    assertThat(refusal(short1).code()).isEqualTo(ErrorCode.ZONE_STARTING);
    time.pass(Duration.ofSeconds(25));
    assertThat(nodeOf(long1)).isEqualTo("west1-1");
  }

  @Test
  void a_zone_that_does_not_come_lets_its_calls_expire_at_their_deadline() {
    Invoker client = client();
    west.takes(Duration.ofHours(1));
    var call = call(client, Duration.ofSeconds(4));
    time.pass(Duration.ofMillis(3_990));
    assertThat(call).isNotDone();
    time.pass(Duration.ofMillis(20));
    assertThat(call.join())
        .isInstanceOfSatisfying(
            Outcome.Expired.class,
            expired ->
                assertThat(expired.cause())
                    .hasMessageContaining("Last: held 4 s while west1 was being started"));
  }

  @Test
  void without_its_orchestrator_a_zone_is_not_waited_for() {
    Invoker client = client();
    simulated.orchestrator().goAway();
    EdgewiseException cause = refusal(call(client, TEN));

    assertThat(cause.code()).isEqualTo(ErrorCode.CANNOT_WAKE);
    assertThat(cause)
        .hasMessageContaining("simulated:7443, which would start it, cannot be reached");
    simulated.orchestrator().back();
    var call = call(client, TEN);
    time.pass(Duration.ofSeconds(4));
    assertThat(nodeOf(call)).isEqualTo("west1-1");
  }

  @Test
  void an_orchestrator_that_comes_back_is_asked_again_by_who_waits() {
    SimulatedNode edge = simulated.edge("near", Set.of("test.Echo/near"), 1, SECOND);
    Invoker client = client();
    west.takes(Duration.ofHours(1));
    var call = call(client, Duration.ofSeconds(20));
    time.pass(SECOND);
    simulated.orchestrator().goAway();
    edge.crash();
    time.pass(SECOND);
    assertThat(call).as("it may be back in time, whatever else happens").isNotDone();
    int asked = west.wakes().size();
    simulated.orchestrator().back();
    time.pass(SECOND);
    assertThat(west.wakes()).hasSizeGreaterThan(asked);
    assertThat(call).isNotDone();
  }

  @Test
  void a_label_that_forbids_the_zone_wakes_nothing() {
    SimulatedZone shared = zone("east1", Trust.SHARED, COLD);
    Invoker client = client(new Selection(Set.of(), Set.of("east1"), true, false));
    EdgewiseException cause = refusal(call(client, TEN));

    assertThat(cause.code()).isEqualTo(ErrorCode.NO_NODE);
    assertThat(cause)
        .hasMessageContaining(
            "Zone east1 is not woken for it: label internal is allowed only at own and trusted");
    time.pass(TEN);
    assertThat(shared.wakes()).isEmpty();
    assertThat(west.wakes()).as("it was not selected").isEmpty();
  }

  @Test
  void a_need_that_the_zone_does_not_meet_wakes_nothing() {
    Invoker client = client();
    Optional<Needs> gpu = Optional.of(Needs.accelerator("gpu"));
    EdgewiseException cause = refusal(client.invoke(request(TEN, Label.INTERNAL, gpu, true)));
    assertThat(cause.code()).isEqualTo(ErrorCode.NO_ACCELERATOR);
    assertThat(cause)
        .hasMessageContaining(
            "Zone west1 is not woken for it: the call needs gpu; its nodes have none");
    assertThat(west.wakes()).isEmpty();

    west.accelerators(new Accelerator("gpu", "H200", 0, true));
    var call = client.invoke(request(TEN, Label.INTERNAL, gpu, true));
    assertThat(call).isNotDone();
    time.pass(Duration.ofMillis(10));
    assertThat(west.wakes()).hasSize(1);
  }

  @Test
  void of_two_zones_the_one_that_has_what_the_call_needs_is_woken_though_it_takes_longer() {
    SimulatedZone slow = zone("east1", Trust.OWN, Duration.ofSeconds(6));
    west.accelerators(new Accelerator("gpu", "T4", 16_000_000_000L, false));
    slow.accelerators(new Accelerator("gpu", "H200", 141_000_000_000L, false));
    Invoker client = client();
    Optional<Needs> large = Optional.of(new Needs("gpu", 80_000_000_000L));
    var call = client.invoke(request(TEN, Label.INTERNAL, large, true));
    time.pass(TEN);

    assertThat(nodeOf(call)).isEqualTo("east1-1");
    assertThat(west.wakes()).isEmpty();
  }

  @Test
  void of_two_zones_the_one_that_is_there_sooner_is_woken() {
    SimulatedZone slow = zone("east1", Trust.OWN, Duration.ofSeconds(9));
    Invoker client = client();
    var call = call(client, TEN);
    time.pass(Duration.ofSeconds(4));
    assertThat(nodeOf(call)).isEqualTo("west1-1");
    assertThat(slow.wakes()).isEmpty();
  }

  @Test
  void a_zone_in_quarantine_is_refused_with_its_reason() {
    Invoker client = client();
    var waits = call(client, TEN);
    time.pass(SECOND);
    west.quarantine("its nodes failed 5 times to start vision.jar");
    time.pass(Duration.ofSeconds(3));

    for (var call : List.of(waits, call(client, TEN))) {
      assertThat(refusal(call).code()).isEqualTo(ErrorCode.ZONE_DOWN);
      assertThat(refusal(call))
          .hasMessageContaining("zone west1")
          .hasMessageContaining("failed 5 times to start vision.jar");
    }
  }

  @Test
  void a_start_that_is_put_off_is_waited_for_as_long_as_the_deadline_allows() {
    west.pausesFor(Duration.ofSeconds(2), "west1-1 ended at once, and the next start waits 2 s");
    Invoker client = client();
    var long1 = call(client, TEN);
    var short1 = call(client, Duration.ofSeconds(3));
    assertThat(short1).as("before the orchestrator has said so").isNotDone();
    time.pass(Duration.ofMillis(10));

    EdgewiseException cause = refusal(short1);
    assertThat(cause.code()).isEqualTo(ErrorCode.ZONE_DOWN);
    assertThat(cause).hasMessageContaining("the next start waits 2 s. Ask again in 3.8 s");
    assertThat(cause.retryAfter().orElseThrow()).isBetween(SECOND, Duration.ofSeconds(4));
    assertThat(refusal(call(client, SECOND)).code()).isEqualTo(ErrorCode.ZONE_DOWN);
    assertThat(long1).isNotDone();
    time.pass(Duration.ofSeconds(5));
    assertThat(nodeOf(long1)).isEqualTo("west1-1");
  }

  @Test
  void a_call_that_is_cancelled_waits_no_longer() {
    Invoker client = client();
    var call = call(client, TEN);
    time.pass(Duration.ofMillis(1_100));
    int asked = west.wakes().size();
    call.cancel(true);
    west.takes(Duration.ofHours(1));
    time.pass(Duration.ofMillis(1_500));
    assertThat(west.wakes()).as("nobody waits").hasSize(asked);
    assertThat(simulated.records().get(0).result().outcome()).isEqualTo("cancelled");
  }

  @Test
  void a_node_that_dies_under_the_calls_that_woke_it_is_waited_for_once_more() {
    Invoker client = client();
    var call = call(client, TEN);
    time.pass(COLD.plusMillis(15));
    assertThat(west.nodes()).hasSize(1);
    west.nodes().get(0).crash();
    simulated.orchestrator().deregister(west.nodes().get(0));
    time.pass(Duration.ofSeconds(6));

    assertThat(nodeOf(call)).isEqualTo("west1-2");
    assertThat(west.started()).isEqualTo(2);
  }

  @Test
  void who_may_not_wake_a_zone_is_refused_as_if_there_were_none() {
    Invoker client = client();
    EdgewiseException cause = refusal(client.invoke(request(TEN, Label.INTERNAL, false)));
    assertThat(cause.code()).isEqualTo(ErrorCode.NO_NODE);
    assertThat(cause).hasMessageContaining("Zone west1 offers it, and is not woken for this call");
    time.pass(SECOND);
    assertThat(west.wakes()).isEmpty();
  }

  @Test
  void no_more_than_512_calls_wait_and_the_others_are_told_when_to_come() {
    Invoker client = client();
    List<CompletableFuture<Outcome<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 512; i++) {
      calls.add(call(client, TEN));
    }
    EdgewiseException cause = refusal(call(client, TEN));
    assertThat(cause.code()).isEqualTo(ErrorCode.ZONE_STARTING);
    assertThat(cause).hasMessageContaining("as many calls of this client as may wait");
    assertThat(cause.retryAfter()).contains(COLD);
    time.pass(TEN);
    assertThat(calls).allSatisfy(call -> assertThat(nodeOf(call)).isEqualTo("west1-1"));
    assertThat(call(client, SECOND)).as("room again, and a node").isNotDone();
  }

  @Test
  void a_zone_that_runs_is_not_woken() {
    Invoker client = client();
    var unused = call(client, TEN);
    time.pass(Duration.ofSeconds(4));
    int asked = west.wakes().size();
    var call = call(client, SECOND);
    time.pass(SECOND);
    assertThat(nodeOf(call)).isEqualTo("west1-1");
    assertThat(west.wakes()).hasSize(asked);
  }
}
