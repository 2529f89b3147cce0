package dev.edgewise.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Clock;
import dev.edgewise.daemon.config.CommandLine;
import dev.edgewise.daemon.config.Machine;
import dev.edgewise.daemon.config.Wish;
import dev.edgewise.orchestrator.config.OrchestratorConfig;
import dev.edgewise.orchestrator.keda.rpc.FakeKeda;
import dev.edgewise.proto.v1.ScaleZoneRequest;
import dev.edgewise.proto.v1.ZonesGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** KEDA, and an orchestrator with a zone whose nodes Kubernetes starts. */
@Timeout(120)
final class KedaZoneTest {
  private final Path folder;

  KedaZoneTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Orchestrator starts() throws IOException {
    Path zone =
        Files.writeString(
            folder.resolve("zone-west1.yaml"),
            "zone: west1\nstartedBy: kubernetes\nmin: 0\nmax: 4\n");
    Wish<OrchestratorConfig> wish =
        CommandLine.read(
            OrchestratorConfig.schema(new Machine(2, folder)),
            List.of("--grpc-port=0", "--http-port=0", "--zones=" + zone),
            Map.of());
    return Orchestrator.start(
        ((Wish.Run<OrchestratorConfig>) wish).config(), "0.1.0", Clock.system());
  }

  @Test
  void what_the_zone_wants_is_what_kubernetes_is_told() throws Exception {
    try (Orchestrator orchestrator = starts()) {
      ManagedChannel channel =
          NettyChannelBuilder.forTarget(
                  orchestrator.readyLine().replaceFirst(".* grpc=(\\S+) .*", "$1"))
              .usePlaintext()
              .build();
      try {
        FakeKeda keda = new FakeKeda(channel, Map.of("zone", "west1"), 0, 4, 1);
        keda.create();
        assertThat(keda.hasUselessAutoscaler()).isFalse();
        keda.listen();
        // A zone that never ran is started once, to learn what it offers: by the first look at it,
        // before which the stream may have begun.
        boolean active = keda.pushed();
        if (!active) {
          active = keda.pushed();
        }
        assertThat(active).isTrue();
        assertThat(keda.replicas()).isEqualTo(1);

        scale(channel, 3);
        keda.poll();
        assertThat(keda.replicas()).isEqualTo(3);
        scale(channel, 0);
        assertThat(keda.pushed()).isFalse();
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static void scale(ManagedChannel channel, int nodes) {
    ScaleZoneRequest asked = ScaleZoneRequest.newBuilder().setZone("west1").setNodes(nodes).build();
    assertThat(ZonesGrpc.newBlockingStub(channel).scaleZone(asked).getZone()).isEqualTo("west1");
  }
}
