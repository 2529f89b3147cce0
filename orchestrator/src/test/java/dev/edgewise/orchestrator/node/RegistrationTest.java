package dev.edgewise.orchestrator.node;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.orchestrator.fleet.Samples;
import dev.edgewise.orchestrator.overview.Client;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a registration is told with the field's name. */
final class RegistrationTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "host", "host:", ":7501", "host:0", "host:65536", "host:-1", "h:x"})
  void an_address_that_is_none_is_refused(String address) {
    assertThatThrownBy(() -> Samples.node("nyc", address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("address: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:1", "127.0.0.1:65535", "[::1]:7501"})
  void an_address_is_host_and_port(String address) {
    assertThatCode(() -> Samples.node("nyc", address)).doesNotThrowAnyException();
  }

  @Test
  void a_service_that_is_there_twice_is_refused() {
    OfferedService service = new OfferedService("shop.v1.Vision", List.of(), Bytes.none());
    assertThatThrownBy(() -> Samples.node("nyc").with(List.of(service, service)))
        .hasMessage("services: \"shop.v1.Vision\" twice (expected: each name once)");
  }

  @Test
  void descriptor_sets_are_bounded_together() {
    Bytes half = Bytes.of(new byte[2 << 20]);
    assertThatThrownBy(
            () ->
                Samples.node("nyc")
                    .with(
                        List.of(
                            new OfferedService("a", List.of(), half),
                            new OfferedService("b", List.of(), half))))
        .hasMessageStartingWith("services.descriptor_set: 4194304 bytes together");
  }

  @Test
  void lists_and_texts_are_bounded() {
    assertThatThrownBy(() -> new OfferedService("x".repeat(256), List.of(), Bytes.none()))
        .hasMessage("services.name: 256 characters (expected: 1 to 255 characters)");
    assertThatThrownBy(() -> new OfferedService("a", Collections.nCopies(1_025, "m"), Bytes.none()))
        .hasMessageContaining("1025 entries");
    assertThatThrownBy(() -> new Client("a\nb", "", ""))
        .hasMessage("client: a control character at 1 (expected: printable characters only)");
    assertThatThrownBy(() -> new Machine("", "", -1, 0, List.of()))
        .hasMessageStartingWith("machine.cores: -1");
    assertThatThrownBy(
            () ->
                new Figures(
                    OptionalDouble.of(Double.NaN), OptionalDouble.empty(), OptionalDouble.empty()))
        .hasMessageStartingWith("figures.cost_per_hour: NaN");
  }
}
