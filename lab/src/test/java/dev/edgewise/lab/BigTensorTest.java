package dev.edgewise.lab;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.AgentMain;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.lab.process.DaemonProcess;
import dev.edgewise.lab.process.Programs;
import dev.edgewise.sdk.api.Edgewise;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The campaign {@link BigTensor}, small. */
final class BigTensorTest {
  private static final int HEAP = 40;
  private static final int DIRECT = 160;
  private static final int TENSOR = 32;

  /** An agent, as the mains of the tiers are. */
  public static final class EdgeMain {
    private EdgeMain() {}

    public static void main(String[] arguments) {
      AgentMain.run(Tier.EDGE, arguments);
    }
  }

  @Test
  @Timeout(120)
  void an_agents_heap_does_not_grow_with_tensors_that_would_not_fit_into_it(@TempDir Path folder)
      throws Exception {
    List<String> java =
        Programs.java(
            List.of(
                "-Xmx" + HEAP + "m",
                "-XX:MaxDirectMemorySize=" + DIRECT + "m",
                "-XX:TieredStopAtLevel=1"),
            // Surefire puts the class path into a jar's manifest and says here what it was.
            System.getProperty(
                "surefire.test.class.path",
                requireNonNull(System.getProperty("java.class.path"), "java.class.path")),
            EdgeMain.class.getName());
    List<String> arguments =
        List.of(
            "--node=edge-1",
            "--grpc-port=0",
            "--http-port=0",
            "--services=" + TestAgents.placeOf(Scaler.class),
            "--data-folder=" + folder.resolve("data"));
    try (DaemonProcess agent = DaemonProcess.start(folder, "edge-1", java, arguments);
        Edgewise eco = Edgewise.builder().edgeNodes("edge-1=" + agent.address()).build()) {
      BigTensor.Figures small = BigTensor.calls(agent, eco, 1, 2);
      BigTensor.Figures large = BigTensor.calls(agent, eco, TENSOR, 4);

      assertThat(large.liveHeap() - small.liveHeap()).isLessThan(4L * BigTensor.MIB);
      assertThat(large.peakResident()).isLessThan((HEAP + DIRECT + 200L) * BigTensor.MIB);
      assertThat(BigTensor.gibibyte(eco, folder)).isEqualTo(ErrorCode.TOO_LARGE.name());
    }
  }
}
