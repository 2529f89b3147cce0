package dev.edgewise.orchestrator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OriginsTest {
  @Test
  void a_name_of_this_machine_is_answered_whatever_the_port() {
    for (String host :
        List.of(
            "localhost", "localhost:7400", "127.0.0.1:80", "[::1]:7400", "[::1]", "LocalHost:1")) {
      assertThat(Origins.check(false, List.of(host), List.of(), null, null)).as(host).isEmpty();
    }
  }

  @Test
  void any_other_name_is_misdirected() {
    for (String host :
        List.of(
            "evil.example",
            "localhost.evil.example",
            "localhost:7400@evil.example",
            "evil.example:7400",
            "127.0.0.1.nip.io",
            "127.0.0.2",
            "0.0.0.0",
            "::1",
            "",
            "localhost:",
            "localhost:x",
            "localhost:123456",
            "localhost:7400 ",
            "localhost/",
            "[::1",
            "l".repeat(300))) {
      if (host.equals("localhost:")) {
        // An empty port is the default port (RFC 3986).
        continue;
      }
      assertThat(Origins.check(false, List.of(host), List.of(), null, null))
          .as(host)
          .hasValueSatisfying(problem -> assertThat(problem.status()).isEqualTo(421));
    }
    assertThat(Origins.check(false, List.of(), List.of(), null, null)).isPresent();
    assertThat(Origins.check(false, List.of("localhost", "localhost"), List.of(), null, null))
        .isPresent();
  }

  @Test
  void another_origin_is_forbidden_and_ones_own_is_not() {
    List<String> host = List.of("localhost:7400");
    assertThat(Origins.check(false, host, List.of("http://localhost:7400"), "same-origin", "cors"))
        .isEmpty();
    for (String origin :
        List.of(
            "http://evil.example",
            "http://localhost:3000",
            "https://localhost:7400",
            "null",
            "http://127.0.0.1:7400",
            "")) {
      assertThat(Origins.check(false, host, List.of(origin), null, null))
          .as(origin)
          .hasValueSatisfying(problem -> assertThat(problem.status()).isEqualTo(403));
    }
  }

  @Test
  void a_foreign_page_may_link_here_but_not_embed_or_fetch() {
    List<String> host = List.of("localhost:7400");
    assertThat(Origins.check(false, host, List.of(), "cross-site", "navigate")).isEmpty();
    assertThat(Origins.check(false, host, List.of(), "none", "navigate")).isEmpty();
    assertThat(Origins.check(false, host, List.of(), "cross-site", "no-cors")).isPresent();
    assertThat(Origins.check(false, host, List.of(), "same-site", "no-cors")).isPresent();
  }

  @Test
  void by_tls_any_name_will_do_that_the_certificate_has_and_pages_of_other_origins_do_not() {
    List<String> host = List.of("fleet.example.org:7400");

    assertThat(Origins.check(true, host, List.of(), null, null)).isEmpty();
    assertThat(
            Origins.check(
                true, host, List.of("https://fleet.example.org:7400"), "same-origin", "cors"))
        .isEmpty();
    for (String other : List.of("http://fleet.example.org:7400", "https://evil.example", "null")) {
      assertThat(Origins.check(true, host, List.of(other), null, null)).as(other).isPresent();
    }
    assertThat(Origins.check(true, List.of(), List.of(), null, null)).isPresent();
    assertThat(Origins.check(true, host, List.of(), "cross-site", "no-cors")).isPresent();
  }
}
