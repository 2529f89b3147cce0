package dev.edgewise.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReadyLineTest {
  @Test
  void a_daemon_says_where_it_is() {
    assertThat(ReadyLine.parse("ready node=nyc-edge01 tier=edge grpc=127.0.0.1:4711 new=thing"))
        .isEqualTo(new ReadyLine("127.0.0.1:4711", Optional.empty()));
    assertThat(ReadyLine.parse("ready orchestrator grpc=127.0.0.1:7443 http=http://127.0.0.1:7400"))
        .isEqualTo(new ReadyLine("127.0.0.1:7443", Optional.of("http://127.0.0.1:7400")));
  }

  @Test
  void a_missing_field_is_named() {
    assertThatThrownBy(() -> ReadyLine.parse("ready node=a tier=edge"))
        .hasMessageContaining("expected: grpc=");
  }
}
