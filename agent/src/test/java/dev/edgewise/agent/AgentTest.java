package dev.edgewise.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.agent.host.Fixtures;
import dev.edgewise.core.EdgewiseException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an agent is put together. */
final class AgentTest {
  @Test
  void a_port_that_is_taken_is_said_and_nothing_stays_open(@TempDir Path folder) throws Exception {
    Path jar = Fixtures.service("Greeter", "text").jar(folder.resolve("greeter.jar"));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThatThrownBy(() -> Agents.start(folder, jar, "--grpc-port=" + port))
          .isInstanceOf(EdgewiseException.class)
          .hasMessageContainingAll("EW7004", "127.0.0.1:" + port);
      assertThatThrownBy(() -> Agents.start(folder, jar, "--http-port=" + port))
          .isInstanceOf(EdgewiseException.class)
          .hasMessageContainingAll("EW7004", "127.0.0.1:" + port);
    }
    // Its folder is free again.
    try (Agent agent = Agents.start(folder, jar)) {
      assertThat(agent.readyLine())
          .matches(
              "ready node=n1 tier=edge site=n1 grpc=127\\.0\\.0\\.1:\\d+"
                  + " http=127\\.0\\.0\\.1:\\d+ services=fix\\.v1\\.Greeter");
    }
  }
}
