package dev.edgewise.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.edgewise.core.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class LoadRunTest {
  private static final LoadTerms TERMS = LoadTerms.within(Duration.ofMillis(100));

  private final VirtualTimeline time = new VirtualTimeline();

  /** One call at a time, 1 ms each, and once, after so many calls, {@code stall} longer. */
  private Target oneAtATime(int stallAt, Duration stall) {
    long[] freeAt = {time.nanos()};
    return (call, done) -> {
      long work = 1_000_000 + (call.index() == stallAt ? stall.toNanos() : 0);
      freeAt[0] = Math.max(freeAt[0], time.nanos()) + work;
      time.schedule(
          Duration.ofNanos(freeAt[0] - time.nanos()), () -> done.accept(Answer.COMPLETED));
    };
  }

  @Test
  void a_stall_of_a_second_shows_in_the_open_loop_and_hides_in_the_closed_one() {
    Arrivals arrivals = Arrivals.poisson(200, 5_000, 1);
    LoadResult open =
        LoadRun.run(
            time, new LoadPlan.Server(arrivals), TERMS, oneAtATime(2_000, Duration.ofSeconds(1)));
    LoadResult closed =
        LoadRun.run(time, LoadPlan.single(5_000), TERMS, oneAtATime(2_000, Duration.ofSeconds(1)));

    // 200 calls of 5,000 arrive during the stall: p99 is well inside it.
    assertThat(open.latency().millis(99).orElseThrow()).isGreaterThan(600);
    assertThat(open.late()).isGreaterThan(150);
    assertThat(closed.latency().millis(99).orElseThrow()).isLessThan(2);
    assertThat(closed.late()).isEqualTo(1);
  }

  @Test
  void a_sender_that_is_held_up_counts_from_the_intended_time() {
    // The target itself blocks the sender, as a full buffer would.
    Target blocking =
        (call, done) -> {
          done.accept(Answer.COMPLETED);
          if (call.index() == 500) {
            time.run(() -> false, time.nanos() + 1_000_000_000L);
          }
        };
    LoadResult result =
        LoadRun.run(time, new LoadPlan.Server(Arrivals.poisson(100, 1_000, 1)), TERMS, blocking);

    assertThat(result.completed()).isEqualTo(1_000);
    assertThat(result.latency().millis(99).orElseThrow()).isGreaterThan(800);
    assertThat(result.service().millis(99).orElseThrow()).isLessThan(1);
    assertThat(result.worstLagNanos()).isGreaterThan(800_000_000L);
  }

  @Test
  void at_the_limit_in_flight_arrivals_are_skipped_and_counted() {
    LoadResult result =
        LoadRun.run(
            time,
            new LoadPlan.Server(Arrivals.poisson(2_000, 4_000, 1)),
            TERMS.atMost(10),
            oneAtATime(-1, Duration.ZERO));

    assertThat(result.skipped()).isBetween(1_500, 2_500);
    assertThat(result.completed() + result.skipped()).isEqualTo(4_000);
    // Nobody was kept waiting by the harness: ten in flight at 1 ms each.
    assertThat(result.latency().millis(99.0).orElseThrow()).isLessThan(11);
    assertThat(result.onTimePercent()).isCloseTo(100.0 * result.completed() / 4_000, within(0.001));
  }

  @Test
  void refused_failed_and_unanswered_calls_are_told_apart() {
    Target target =
        (call, done) -> {
          switch (call.index() % 4) {
            case 0 -> done.accept(Answer.COMPLETED);
            case 1 -> done.accept(Answer.REFUSED);
            case 2 -> done.accept(Answer.FAILED);
            default -> {}
          }
        };
    LoadResult result =
        LoadRun.run(time, new LoadPlan.Server(Arrivals.poisson(100, 400, 1)), TERMS, target);

    assertThat(result.completed()).isEqualTo(100);
    assertThat(result.refused()).isEqualTo(100);
    assertThat(result.failed()).isEqualTo(100);
    assertThat(result.unanswered()).isEqualTo(100);
    assertThat(result.onTimePercent()).isEqualTo(25);
  }

  @Test
  void what_was_discarded_as_warm_up_is_reported_and_not_counted() {
    // The first 100 calls are slow, as before a compiler has done its work.
    Target target =
        (call, done) ->
            time.schedule(
                Duration.ofMillis(call.index() < 100 ? 50 : 1 + call.index() % 2),
                () -> done.accept(Answer.COMPLETED));
    LoadPlan plan = new LoadPlan.Server(Arrivals.poisson(10, 1_000, 1));
    LoadResult steady = LoadRun.run(time, plan, TERMS.warmedBy(WarmUp.untilSteady()), target);
    LoadResult fixed = LoadRun.run(time, plan, TERMS.warmedBy(WarmUp.first(200)), target);

    assertThat(steady.discarded()).isBetween(100, 110);
    assertThat(steady.calls()).isEqualTo(1_000 - steady.discarded());
    assertThat(steady.latency().millis(99).orElseThrow()).isLessThan(3);
    assertThat(fixed.discarded()).isEqualTo(200);
  }

  @Test
  void offline_sends_all_at_once_and_tells_the_throughput() {
    LoadResult result =
        LoadRun.run(time, new LoadPlan.Offline(1_000), TERMS, oneAtATime(-1, Duration.ZERO));

    assertThat(result.mode()).isEqualTo("offline");
    assertThat(result.throughput()).isCloseTo(1_000, within(0.01));
    assertThat(result.goodput()).isCloseTo(100, within(0.01));
  }

  @Test
  void the_same_seed_gives_the_same_result() {
    LoadPlan plan = new LoadPlan.Server(Arrivals.poisson(900, 2_000, 7));
    LoadResult once =
        LoadRun.run(new VirtualTimeline(), plan, TERMS, (call, done) -> done.accept(Answer.FAILED));
    LoadResult again =
        LoadRun.run(new VirtualTimeline(), plan, TERMS, (call, done) -> done.accept(Answer.FAILED));
    assertThat(once).isEqualTo(again);
  }

  @Test
  void a_second_answer_to_a_call_is_a_mistake_of_the_target() {
    Target twice =
        (call, done) -> {
          done.accept(Answer.COMPLETED);
          done.accept(Answer.COMPLETED);
        };
    assertThatThrownBy(() -> LoadRun.run(time, LoadPlan.single(1), TERMS, twice))
        .hasMessageContaining("answered twice");
  }

  @Test
  void answers_from_other_threads_are_all_counted_in_real_time() {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Target target = (call, done) -> threads.execute(() -> done.accept(Answer.COMPLETED));
      LoadResult open =
          LoadRun.run(
              new RealTimeline(Clock.system()),
              new LoadPlan.Server(Arrivals.poisson(50_000, 5_000, 3)),
              TERMS,
              target);
      LoadResult closed =
          LoadRun.run(
              new RealTimeline(Clock.system()), new LoadPlan.Closed(8, 2_000), TERMS, target);
      assertThat(open.completed()).isEqualTo(5_000);
      assertThat(closed.completed()).isEqualTo(2_000);
    }
  }
}
