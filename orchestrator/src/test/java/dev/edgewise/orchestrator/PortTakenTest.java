package dev.edgewise.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.fleet.FleetSettings;
import dev.edgewise.orchestrator.gateway.generation.GenerationSettings;
import dev.edgewise.orchestrator.identity.CallerRule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An orchestrator that cannot have a port. */
final class PortTakenTest {
  private final Path folder;

  PortTakenTest(@TempDir Path folder) {
    this.folder = folder.resolve("data");
  }

  private Orchestrator start(int grpcPort, int httpPort) {
    return Rig.start(
        grpcPort,
        httpPort,
        Optional.empty(),
        folder,
        FleetSettings.standard(),
        GenerationSettings.STANDARD,
        CallerRule.OPEN);
  }

  private void isTold(int grpcPort, int httpPort, String key) {
    assertThatThrownBy(() -> start(grpcPort, httpPort))
        .hasMessageContaining(key)
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANNOT_BIND));
  }

  @Test
  void which_one_is_taken_is_told_and_nothing_stays_open() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      isTold(taken.getLocalPort(), 0, "grpcPort");
      isTold(0, taken.getLocalPort(), "httpPort");
    }
    // The folder of data is this process' alone: whatever still held it would be told.
    try (Orchestrator started = start(0, 0)) {
      assertThat(started.readyLine()).startsWith("ready orchestrator");
    }
  }
}
