package dev.edgewise.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
  private static final String DETECT = "shop.v1.Vision/detect";
  private static final String INDEX = "shop.v1.Vision/index";

  private final ManualClock clock = new ManualClock();
  private final List<String> started = new ArrayList<>();

  private Admission admission(int concurrency, int queue) {
    return admission(new Capacity(concurrency, queue, 1_000, 1_000_000, 1 << 28));
  }

  private Admission admission(Capacity capacity) {
    return admission(Set.of(), capacity);
  }

  private Admission admission(Set<String> inLanes, Capacity capacity) {
    return new Admission(List.of(DETECT, INDEX), inLanes, LaneLoads.NONE, capacity, clock, 7);
  }

  private static Place admitted(Admission admission, String method) {
    Entry entry = admission.enter(method);
    assertThat(entry).isInstanceOf(Entry.Admitted.class);
    return ((Entry.Admitted) entry).place();
  }

  private Place ready(Admission admission, String name) {
    Place place = admitted(admission, DETECT);
    place.ready(() -> started.add(name));
    return place;
  }

  private static ErrorCode turnedAway(Admission admission, String method) {
    Entry entry = admission.enter(method);
    assertThat(entry).isInstanceOf(Entry.TurnedAway.class);
    return ((Entry.TurnedAway) entry).code();
  }

  @Test
  void as_many_calls_run_as_there_are_slots_and_the_rest_waits_in_order() {
    Admission admission = admission(2, 3);
    Place first = ready(admission, "1");
    Place second = ready(admission, "2");
    ready(admission, "3");
    ready(admission, "4");
    assertThat(started).containsExactly("1", "2");

    second.finished(10);
    assertThat(started).containsExactly("1", "2", "3");
    first.finished(10);
    assertThat(started).containsExactly("1", "2", "3", "4");
  }

  @Test
  void a_generation_takes_no_slot_and_counts_as_work_while_it_is_open() {
    Admission admission = admission(1, 1);
    Place plain = stream(admission, false);
    assertThat(admission.load().requestsInFlight()).isZero();
    Place first = stream(admission, true);
    Place second = stream(admission, true);
    ready(admission, "call");
    assertThat(started).containsExactly("call");
    assertThat(admission.load().requestsInFlight()).isEqualTo(3);
    assertThat(admission.openStreams()).isEqualTo(3);
    for (Place place : List.of(plain, first, second)) {
      place.finished(-1);
      place.closed();
    }
    assertThat(admission.load().requestsInFlight()).isEqualTo(1);
    assertThat(admission.openStreams()).isZero();
  }

  private static Place stream(Admission admission, boolean generation) {
    Entry entry = admission.enterStream(generation);
    assertThat(entry).isInstanceOf(Entry.Admitted.class);
    Place place = ((Entry.Admitted) entry).place();
    place.ready(() -> {});
    return place;
  }

  @Test
  void a_call_beyond_slots_and_queue_is_turned_away_and_costs_no_place() {
    Admission admission = admission(1, 1);
    Place running = ready(admission, "1");
    ready(admission, "2");
    for (int i = 0; i < 100; i++) {
      assertThat(turnedAway(admission, DETECT)).isEqualTo(ErrorCode.OVERLOADED);
    }
    running.finished(5);
    running.closed();
    ready(admission, "3");
    assertThat(started).containsExactly("1", "2");
  }

  @Test
  void one_full_method_leaves_the_others_alone() {
    Admission admission = admission(1, 0);
    ready(admission, "1");
    assertThat(turnedAway(admission, DETECT)).isEqualTo(ErrorCode.OVERLOADED);
    assertThat(admission.enter(INDEX)).isInstanceOf(Entry.Admitted.class);
  }

  @Test
  void a_burst_of_calls_that_queue_in_lanes_comes_in_however_few_slots_there_are() {
    Admission admission = admission(Set.of(INDEX), new Capacity(1, 0, 400, 1_000_000, 1 << 28));
    List<Place> burst = new ArrayList<>();
    List<Entry.TurnedAway> ended = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Place place = admitted(admission, INDEX);
      place.whenTurnedAway(ended::add);
      burst.add(place);
    }
    // Only now are their requests complete.
    burst.forEach(place -> place.ready(() -> started.add("lane")));

    assertThat(ended).isEmpty();
    assertThat(started).hasSize(300);
  }

  @Test
  void calls_that_queue_in_lanes_start_at_once_and_do_not_make_the_node_busy() {
    Admission admission = admission(Set.of(INDEX), new Capacity(1, 0, 40, 1_000_000, 1 << 28));
    ready(admission, "1");
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < 39; i++) {
      Place place = admitted(admission, INDEX);
      place.ready(() -> started.add("lane"));
      places.add(place);
    }

    assertThat(started).hasSize(40);
    assertThat(admission.load().inFlight()).isEqualTo(1);
    assertThat(admission.load().queued()).isZero();
    assertThat(turnedAway(admission, INDEX)).isEqualTo(ErrorCode.OVERLOADED);
    places.forEach(place -> place.finished(1_000_000_000));
    places.forEach(Place::closed);
    assertThat(admission.load().meanService()).isZero();
    admitted(admission, INDEX);
  }

  @Test
  void callers_that_trickle_their_requests_hold_neither_slot_nor_place() {
    Admission admission = admission(1, 0);
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String name = "slow " + i;
      admitted(admission, DETECT).whenTurnedAway(entry -> told.add(name + " " + entry.code()));
    }
    ready(admission, "quick");
    assertThat(started).containsExactly("quick");
    assertThat(told).hasSize(85).startsWith("slow 0 OVERLOADED").endsWith("slow 84 OVERLOADED");
    assertThat(admission.load().inFlight()).isEqualTo(1);
    assertThat(admission.load().queued()).isZero();
  }

  @Test
  void a_request_that_is_complete_when_all_places_are_taken_is_turned_away() {
    Admission admission = admission(1, 0);
    Place late = admitted(admission, DETECT);
    List<ErrorCode> told = new ArrayList<>();
    late.whenTurnedAway(entry -> told.add(entry.code()));
    ready(admission, "first");
    late.ready(() -> started.add("late"));
    assertThat(told).containsExactly(ErrorCode.OVERLOADED);
    assertThat(started).containsExactly("first");
  }

  @Test
  void who_was_turned_away_before_it_could_say_whom_to_tell_is_told_at_once() {
    Admission admission = admission(new Capacity(1, 0, 1, 1_000_000, 1_000_000));
    Place slow = admitted(admission, DETECT);
    admitted(admission, INDEX);
    List<ErrorCode> told = new ArrayList<>();
    slow.whenTurnedAway(entry -> told.add(entry.code()));
    assertThat(told).containsExactly(ErrorCode.OVERLOADED);
  }

  @Test
  void a_waiting_call_whose_caller_has_gone_never_starts() {
    Admission admission = admission(1, 2);
    Place running = ready(admission, "1");
    Place gone = ready(admission, "gone");
    ready(admission, "3");
    gone.closed();
    running.finished(5);
    assertThat(started).containsExactly("1", "3");
  }

  @Test
  void a_call_that_ended_before_its_request_was_complete_never_starts() {
    Admission admission = admission(1, 0);
    Place place = admitted(admission, DETECT);
    place.closed();
    place.ready(() -> started.add("late"));
    assertThat(started).isEmpty();
    assertThat(admission.enter(DETECT)).isInstanceOf(Entry.Admitted.class);
  }

  @Test
  void a_running_call_keeps_its_slot_when_its_caller_goes() {
    Admission admission = admission(1, 1);
    Place running = ready(admission, "1");
    ready(admission, "2");
    running.closed();
    assertThat(started).containsExactly("1");
    running.finished(5);
    assertThat(started).containsExactly("1", "2");
  }

  @Test
  void bytes_are_counted_until_the_caller_has_its_answer_and_above_the_bound_nobody_comes_in() {
    Admission admission = admission(new Capacity(5, 5, 100, 1_000, 1 << 28));
    Place place = ready(admission, "1");
    assertThat(place.hold(600)).isTrue();
    assertThat(place.hold(500)).isFalse();
    assertThat(turnedAway(admission, INDEX)).isEqualTo(ErrorCode.OVERLOADED);
    place.finished(5);
    assertThat(turnedAway(admission, INDEX)).isEqualTo(ErrorCode.OVERLOADED);
    place.closed();
    assertThat(admission.enter(INDEX)).isInstanceOf(Entry.Admitted.class);
  }

  @Test
  void bytes_outside_the_heap_have_a_bound_of_their_own_that_keeps_no_other_call_out() {
    Admission admission = admission(new Capacity(5, 5, 100, 1_000, 5_000));
    Place large = ready(admission, "1");
    assertThat(large.holdDirect(4_000)).isTrue();
    Place larger = admitted(admission, INDEX);
    assertThat(larger.holdDirect(2_000)).isFalse();
    assertThat(larger.hold(1_000)).isTrue();
    larger.closed();
    assertThat(admitted(admission, INDEX).holdDirect(1_000)).isTrue();
    large.finished(5);
    large.closed();
    assertThat(large.holdDirect(9_000)).isTrue();
    assertThat(admitted(admission, INDEX).holdDirect(4_000)).isTrue();
  }

  @Test
  void the_node_as_a_whole_has_a_bound_too() {
    Admission admission = admission(new Capacity(5, 5, 2, 1_000, 1 << 28));
    ready(admission, "1");
    admitted(admission, INDEX).ready(() -> {});
    assertThat(turnedAway(admission, INDEX)).isEqualTo(ErrorCode.OVERLOADED);
  }

  @Test
  void load_tells_what_runs_what_waits_and_how_long_calls_take() {
    Admission admission = admission(2, 5);
    Place first = ready(admission, "1");
    ready(admission, "2");
    ready(admission, "3");
    assertThat(admission.load()).isEqualTo(new Load(2, 1, 2, Duration.ZERO, false, 7));
    first.finished(Duration.ofMillis(20).toNanos());
    assertThat(admission.load()).isEqualTo(new Load(2, 0, 2, Duration.ofMillis(20), false, 7));
  }

  @Test
  void a_call_that_never_ran_says_nothing_about_service_time() {
    Admission admission = admission(1, 0);
    ready(admission, "1").finished(-1);
    assertThat(admission.load().meanService()).isZero();
  }

  @Test
  void draining_turns_new_calls_away_and_ends_when_the_last_answer_is_out()
      throws InterruptedException {
    Admission admission = admission(1, 1);
    Place running = ready(admission, "1");
    Place waiting = ready(admission, "2");
    admission.stop();
    assertThat(turnedAway(admission, INDEX)).isEqualTo(ErrorCode.DRAINING);
    assertThat(admission.load().draining()).isTrue();
    running.finished(5);
    running.closed();
    assertThat(started).containsExactly("1", "2");
    assertThat(admission.awaitEmpty(Duration.ZERO)).isFalse();
    waiting.finished(5);
    assertThat(admission.awaitEmpty(Duration.ZERO)).isFalse();
    waiting.closed();
    assertThat(admission.awaitEmpty(Duration.ZERO)).isTrue();
  }

  @Test
  void a_drained_node_takes_calls_again_when_its_operator_wants_but_not_once_it_stops() {
    Admission admission = admission(1, 1);
    Place running = ready(admission, "1");
    admission.drain(true);
    assertThat(turnedAway(admission, INDEX)).isEqualTo(ErrorCode.DRAINING);
    assertThat(admission.load().draining()).isTrue();
    running.finished(5);
    running.closed();
    admission.drain(false);
    assertThat(admission.load().draining()).isFalse();
    assertThat(admission.enter(INDEX)).isInstanceOf(Entry.Admitted.class);
    admission.stop();
    admission.drain(false);
    assertThat(turnedAway(admission, DETECT)).isEqualTo(ErrorCode.DRAINING);
    assertThat(admission.load().draining()).isTrue();
  }

  @Test
  void quiet_means_that_nobody_was_turned_away_for_a_while() throws InterruptedException {
    Admission admission = admission(1, 1);
    admission.stop();
    Duration quiet = Duration.ofMillis(300);
    assertThat(admission.awaitQuiet(quiet, Duration.ZERO)).isFalse();
    clock.advance(Duration.ofMillis(299));
    turnedAway(admission, DETECT);
    clock.advance(Duration.ofMillis(299));
    assertThat(admission.awaitQuiet(quiet, Duration.ZERO)).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(admission.awaitQuiet(quiet, Duration.ZERO)).isTrue();
  }

  @Test
  void capacity_that_makes_no_sense_is_refused() {
    assertThatThrownBy(() -> new Capacity(0, 1, 1, 1, 1 << 28))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("concurrency 0");
  }

  @Test
  void whatever_happens_in_whatever_order_nothing_is_lost_and_no_bound_is_broken()
      throws InterruptedException {
    Admission admission = admission(new Capacity(3, 5, 12, 1_000, 1 << 28));
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    int threads = 8;
    CountDownLatch done = new CountDownLatch(threads);
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int seed = 0; seed < threads; seed++) {
        Random random = new Random(seed);
        pool.execute(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                if (admission.enter(DETECT) instanceof Entry.Admitted(Place place)) {
                  live(place, random, running, most);
                }
              }
              done.countDown();
            });
      }
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(most.get()).isBetween(1, 3);
    assertThat(admission.load().requestsInFlight()).isZero();
    assertThat(admission.awaitEmpty(Duration.ZERO)).isTrue();
  }

  /** One call's life: some go early, some are served; each keeps its two promises in the end. */
  private static void live(Place place, Random random, AtomicInteger running, AtomicInteger most) {
    boolean early = random.nextInt(4) == 0;
    place.hold(random.nextInt(50));
    if (early && random.nextBoolean()) {
      place.closed();
    }
    place.ready(
        () -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          running.decrementAndGet();
          place.finished(1);
          place.closed();
        });
    if (early) {
      place.closed();
    }
  }
}
