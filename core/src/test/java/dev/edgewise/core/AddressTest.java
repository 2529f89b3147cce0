package dev.edgewise.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {
  @Test
  void readsNamesAndBothKindsOfAddresses() {
    assertThat(Address.parse("localhost:7501")).isEqualTo(new Address("localhost", 7501));
    assertThat(Address.parse("127.0.0.1:1")).isEqualTo(new Address("127.0.0.1", 1));
    assertThat(Address.parse("[::1]:65535")).isEqualTo(new Address("::1", 65535));
    assertThat(Address.parse("[::1]:65535")).hasToString("[::1]:65535");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "localhost:", ":7501", "a:0", "a:65536", "a:-1", "a:x", "::1:7"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> Address.parse(text))
        .isInstanceOf(EdgewiseException.class)
        .hasMessageContaining("EW6016")
        .hasMessageContaining("host:port");
  }
}
