package dev.edgewise.integrations.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users write, and what comes of it. */
final class ConsulAddressTest {
  @Test
  void an_address_is_read() {
    assertThat(ConsulAddress.parse("consul://consul.shop:8501"))
        .isEqualTo(new ConsulAddress("consul.shop", 8501, Optional.empty()));
    assertThat(ConsulAddress.parse("consul://10.0.0.1"))
        .isEqualTo(new ConsulAddress("10.0.0.1", 8500, Optional.empty()));
    assertThat(ConsulAddress.parse("consul://[::1]:8500/?tag=blue"))
        .isEqualTo(new ConsulAddress("::1", 8500, Optional.of("blue")))
        .hasToString("[::1]:8500");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "consul://",
        "consul://:8500",
        "consul://host:0",
        "consul://host:70000",
        "consul://user:secret@host:8500",
        "consul://host:8500/path",
        "consul://host:8500?token=secret",
        "consul://host:8500?tag=",
        "consul://host:8500?tag=a b",
        "consul://host:8500#x",
        "http://host:8500",
        "consul:host"
      })
  void what_is_none_is_refused_with_the_form_and_without_what_it_holds(String text) {
    assertThatThrownBy(() -> ConsulAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("consul://host:8500")
        .message()
        .doesNotContain("secret");
  }
}
