package dev.edgewise.lab.nested;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.Agent;
import dev.edgewise.annotations.Label;
import dev.edgewise.lab.TestAgents;
import dev.edgewise.sdk.api.CallOptions;
import dev.edgewise.sdk.api.Edgewise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A body on one agent calls a service on another: real agents, real sockets. */
final class NestedCallTest {
  private static final Duration DEADLINE = Duration.ofSeconds(25);

  @Test
  void a_nested_call_inherits_label_trace_and_the_rest_of_the_deadline(@TempDir Path folder) {
    // Both agents host both services, so both want to know where inspectors are; the first is never
    // asked.
    try (Agent inner =
            TestAgents.start(
                "inner",
                folder.resolve("inner"),
                Foreman.class,
                "--edge-nodes=nobody=127.0.0.1:9");
        Agent outer =
            TestAgents.start(
                "outer",
                folder.resolve("outer"),
                Foreman.class,
                "--edge-nodes=inner=127.0.0.1:" + inner.port());
        Edgewise eco = Edgewise.builder().edgeNodes("outer=127.0.0.1:" + outer.port()).build()) {
      CallOptions options = CallOptions.none().withLabel(Label.CONFIDENTIAL).withDeadline(DEADLINE);

      List<Sight> sights = eco.client(Foreman.class, options).report();

      Sight own = sights.get(0);
      Sight nested = sights.get(1);
      assertThat(own.label()).isEqualTo("CONFIDENTIAL");
      assertThat(nested.label()).isEqualTo("CONFIDENTIAL");
      assertThat(nested.traceId()).isEqualTo(own.traceId());
      assertThat(nested.timeLeft()).isPositive().isLessThan(own.timeLeft());
      assertThat(own.timeLeft()).isLessThan(DEADLINE);
    }
  }
}
