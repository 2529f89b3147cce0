package dev.edgewise.cli.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.cli.shell.CommandFailure;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostNamesTest {
  @Test
  void this_machine_is_always_among_them() {
    assertThat(HostNames.of(List.of()))
        .extracting(GeneralName::getTagNo)
        .containsExactly(GeneralName.dNSName, GeneralName.iPAddress, GeneralName.iPAddress);
  }

  @Test
  void names_and_addresses_are_told_apart_and_stand_there_once() {
    assertThat(
            HostNames.of(List.of("Edge01.LAN", "10.0.0.7", "fd00::7", "edge01.lan", "localhost")))
        .hasSize(6)
        .extracting(GeneralName::getTagNo)
        .endsWith(GeneralName.dNSName, GeneralName.iPAddress, GeneralName.iPAddress);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a-b.example.org", "1a.de", "xn--bcher-kva.example", "7.a"})
  void this_is_a_name(String host) {
    assertThat(HostNames.of(List.of(host))).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "*.example.org",
        "a.example.org:7501",
        "[::1]",
        "-a",
        "a-",
        "a..b",
        "a.",
        "1.2.3",
        "256.1.1.1",
        "fe80::1%eth0",
        "a_b",
        "bücher",
        "a,b",
        "a\n"
      })
  void this_is_not(String host) {
    assertThatThrownBy(() -> HostNames.of(List.of(host)))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("neither a name nor an IP address");
  }

  @Test
  void nor_is_what_is_too_long() {
    assertThatThrownBy(() -> HostNames.of(List.of("a".repeat(64))))
        .isInstanceOf(CommandFailure.class);
    assertThatThrownBy(() -> HostNames.of(List.of("a.".repeat(130) + "a")))
        .isInstanceOf(CommandFailure.class);
  }
}
