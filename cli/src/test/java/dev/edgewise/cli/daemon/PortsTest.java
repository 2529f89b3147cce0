package dev.edgewise.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PortsTest {
  @Test
  void a_port_at_which_somebody_listens_is_not_free() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Ports.isFree(socket.getLocalPort())).isFalse();
    }
  }

  @Test
  void no_port_is_given_twice() {
    Ports ports = new Ports(new Random(3));
    Set<Integer> given = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      assertThat(given.add(ports.free())).isTrue();
    }
    assertThat(given).allMatch(port -> port >= 20_000 && port < 32_000);
  }
}
