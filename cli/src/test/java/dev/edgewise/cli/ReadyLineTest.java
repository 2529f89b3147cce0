package dev.edgewise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ReadyLineTest {
  @Test
  void an_agent_says_who_and_where_it_is() {
    assertThat(ReadyLine.parse("ready node=nyc-edge01 tier=edge grpc=127.0.0.1:4711 new=thing"))
        .isEqualTo(new ReadyLine("nyc-edge01", "edge", "127.0.0.1:4711"));
  }

  @Test
  void a_missing_field_is_named() {
    assertThatThrownBy(() -> ReadyLine.parse("ready node=a tier=edge"))
        .hasMessageContaining("expected: grpc=");
  }
}
