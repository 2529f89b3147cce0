package dev.edgewise.lab.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.lab.serve.Rule.Line;
import dev.edgewise.lab.serve.Rule.Step.Later;
import dev.edgewise.lab.serve.Rule.Step.Run;
import dev.edgewise.lab.serve.Rule.Step.Shed;
import org.junit.jupiter.api.Test;

/** The rules of others, case by case, as {@code serving.md} section 3 tells them. */
final class RulesTest {
  private static final long MILLI = 1_000_000;

  /** So many wait, of one shape; oldest and newest came then. */
  private static Line line(int count, long head, long last, long free) {
    return new Line(count, count, head * MILLI, last * MILLI, free * MILLI);
  }

  @Test
  void a_window_waits_even_though_the_device_is_idle() {
    Rule rule = Rules.window(10 * MILLI);
    assertThat(rule.next(line(3, 100, 102, 0), 103 * MILLI, false))
        .isEqualTo(new Later(110 * MILLI));
    assertThat(rule.next(line(3, 100, 102, 0), 110 * MILLI, false)).isEqualTo(new Run(3));
    assertThat(rule.next(line(40, 100, 102, 0), 103 * MILLI, false)).isEqualTo(new Run(32));
  }

  @Test
  void a_window_begins_when_the_worker_is_free_and_a_delay_of_triton_when_the_call_comes() {
    Line waited = line(20, 100, 119, 120);
    assertThat(Rules.window(10 * MILLI).next(waited, 120 * MILLI, false))
        .isEqualTo(new Later(130 * MILLI));
    assertThat(Rules.triton(10 * MILLI).next(waited, 120 * MILLI, false)).isEqualTo(new Run(20));
  }

  @Test
  void triton_without_a_delay_sends_what_is_there() {
    assertThat(Rules.triton(0).next(line(1, 5, 5, 0), 5 * MILLI, false)).isEqualTo(new Run(1));
  }

  @Test
  void another_shape_closes_the_batch() {
    Line mixed = new Line(9, 2, 0, MILLI, 0);
    assertThat(Rules.triton(5 * MILLI).next(mixed, MILLI, false)).isEqualTo(new Run(2));
    assertThat(Rules.window(5 * MILLI).next(mixed, MILLI, false)).isEqualTo(new Run(2));
  }

  @Test
  void bento_sheds_the_head_that_the_whole_queue_would_make_late() {
    Rule rule = Rules.bento(Emulated::cost, 60 * MILLI);
    // 30 + 25 · 1 + 5 = 60
    assertThat(rule.next(line(25, 0, 30, 0), 30 * MILLI, true)).isEqualTo(new Shed());
    assertThat(rule.next(line(24, 0, 30, 0), 30 * MILLI, false)).isEqualTo(new Run(24));
    assertThat(rule.next(line(24, 0, 30, 0), 30 * MILLI, true)).isEqualTo(new Later(31 * MILLI));
  }

  @Test
  void bento_waits_a_tick_when_batches_have_waited_long_so_far() {
    Rule rule = Rules.bento(Emulated::cost, 60 * MILLI);
    Line one = line(1, 10, 10, 0);
    assertThat(rule.next(one, 10 * MILLI, false)).isEqualTo(new Run(1));
    rule.left(one, 1, 20 * MILLI);
    // 1 · (0 + 1 + 1) ms ≤ 0.95 · 20 ms
    assertThat(rule.next(one, 10 * MILLI, false)).isEqualTo(new Later(11 * MILLI));
  }
}
