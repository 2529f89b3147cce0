package dev.edgewise.agent.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.serve.GenerationBoard;
import dev.edgewise.agent.serve.GenerationView.State;
import dev.edgewise.agent.serve.Progress.Unit;
import dev.edgewise.core.Clock;
import dev.edgewise.daemon.metrics.DaemonMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GenerationMetricsTest {
  private static final String TEXT = "edgewise.models.v1.gemma/Complete";
  private static final String PICTURE = "edgewise.models.v1.fashion/Draw";

  private final DaemonMetrics metrics = DaemonMetrics.create(1_000);
  private final GenerationMetrics generation = new GenerationMetrics(metrics.registry());

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void the_page_has_what_operators_are_promised() {
    generation.show(new GenerationBoard(Clock.system(), generation));
    generation.began(TEXT, 1);
    generation.began(TEXT, 2);
    generation.firstChunk(TEXT, 60_000_000);
    generation.made(TEXT, Unit.TOKEN, 3);
    generation.made(TEXT, Unit.TOKEN, 0);
    generation.made(PICTURE, Unit.STEP, 30);
    generation.kept(PICTURE, 3_200);
    generation.recomputed(PICTURE);
    generation.ended(TEXT, State.COMPLETED, Unit.TOKEN, 74.5);
    generation.ended(PICTURE, State.GONE, Unit.STEP, 0);
    String text = "{method=\"" + TEXT + "\"";
    String picture = "{method=\"" + PICTURE + "\"";
    assertThat(new String(metrics.answer("").body(), UTF_8))
        .contains("edgewise_generation_running 0.0")
        .contains("edgewise_generation_begun_total" + text + ",resumed=\"false\"} 1.0")
        .contains("edgewise_generation_begun_total" + text + ",resumed=\"true\"} 1.0")
        .contains("edgewise_generation_first_chunk_duration_seconds_count" + text + "} 1")
        .contains("edgewise_generation_tokens_total" + text + "} 3.0")
        .contains("edgewise_generation_steps_total" + picture + "} 30.0")
        .contains("edgewise_generation_checkpoint_bytes_sum" + picture + "} 3200.0")
        .contains("edgewise_generation_recomputed_total" + picture + "} 1.0")
        .contains("edgewise_generation_ended_total" + text + ",outcome=\"completed\"} 1.0")
        .contains("edgewise_generation_ended_total" + picture + ",outcome=\"gone\"} 1.0")
        .contains("edgewise_generation_tokens_per_second_sum" + text + "} 74.5")
        .doesNotContain("edgewise_generation_steps_per_second");
  }
}
