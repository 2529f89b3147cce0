package dev.edgewise.lab.accelerators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.edgewise.agent.Agent;
import dev.edgewise.annotations.Label;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Needs;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.TraceContext;
import dev.edgewise.lab.TestAgents;
import dev.edgewise.sdk.api.CallOptions;
import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.AgentClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a developer annotates and an operator declares, over real agents and real sockets. */
@Timeout(120)
final class AcceleratorTest {
  /** Wanted by another service that lies beside; never asked. */
  private static final String NOBODY = "--edge-nodes=nobody=127.0.0.1:9";

  private static Edgewise fleet(Agent... agents) {
    String[] nodes = new String[agents.length];
    for (int i = 0; i < agents.length; i++) {
      nodes[i] = "n" + i + "=127.0.0.1:" + agents[i].port();
    }
    return Edgewise.builder().edgeNodes(nodes).build();
  }

  @Test
  void a_call_runs_only_where_there_is_what_it_needs(@TempDir Path folder) throws Exception {
    try (Agent plain = TestAgents.start("n0", folder.resolve("a"), Painter.class, NOBODY);
        Agent gpu =
            TestAgents.start(
                "n1", folder.resolve("b"), Painter.class, NOBODY, "--accelerators=gpu-t4=16GB");
        Edgewise eco = fleet(plain, gpu)) {
      for (int i = 0; i < 20; i++) {
        assertThat(nodeOf(eco, CallOptions.none(), true)).isEqualTo("n1");
      }
      assertThat(nodeOf(eco, CallOptions.none().withNeeds("gpu-t4", "0"), false)).isEqualTo("n1");
      CallOptions rather = CallOptions.none().withWish(Needs.accelerator("gpu"));
      for (int i = 0; i < 20; i++) {
        assertThat(nodeOf(eco, rather, false)).isEqualTo("n1");
      }
      assertThatThrownBy(
              () -> eco.client(Painter.class, CallOptions.none().withNeeds("tpu-v4", "0")).sketch())
          .isInstanceOfSatisfying(
              EdgewiseException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_ACCELERATOR))
          .hasMessageContaining("it needs tpu-v4")
          .hasMessageContaining("The fleet has gpu t4, 16.0 GB (declared) on n1.");
    }
  }

  @Test
  void without_such_a_node_the_call_is_refused_and_so_it_is_by_the_node_itself(@TempDir Path folder)
      throws Exception {
    try (Agent plain = TestAgents.start("n0", folder.resolve("a"), Painter.class, NOBODY);
        Edgewise eco = fleet(plain);
        AgentClient old = AgentClient.connect("127.0.0.1:" + plain.port())) {
      Painter painter = eco.client(Painter.class);
      assertThat(painter.sketch()).isEqualTo("sketched");
      assertThatThrownBy(painter::paint)
          .hasMessageContaining("EW6020")
          .hasMessageContaining("it needs gpu with 4.0 GB")
          .hasMessageContaining("No node of the fleet has an accelerator.");

      // A caller that knows nothing of the need.
      Reply reply =
          old.call(
              new Request(
                  "dev.edgewise.lab.accelerators.Painter/paint",
                  Message.EMPTY,
                  Duration.ofSeconds(20),
                  Label.INTERNAL,
                  "d-1",
                  TraceContext.begin(new Random(1))));
      assertThat(assertInstanceOf(Reply.NotRun.class, reply).code())
          .isEqualTo(ErrorCode.NO_ACCELERATOR);
    }
  }

  @Test
  void local_mode_has_what_is_declared() {
    try (Edgewise bare = Edgewise.local();
        Edgewise eco = Edgewise.local("gpu=8GB")) {
      assertThatThrownBy(bare.client(Painter.class)::paint).hasMessageContaining("EW6020");
      assertThat(eco.client(Painter.class).paint()).isEqualTo("painted");
    }
  }

  private static String nodeOf(Edgewise eco, CallOptions options, boolean paint) throws Exception {
    Outcome<String> outcome = eco.call(Painter.class, p -> paint ? p.paint() : p.sketch(), options);
    return ((Outcome.Completed<String>) outcome).node().name();
  }
}
