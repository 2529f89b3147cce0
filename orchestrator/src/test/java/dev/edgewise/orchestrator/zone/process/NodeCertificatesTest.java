package dev.edgewise.orchestrator.zone.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.Clock;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.orchestrator.zone.NodeNumbers;
import dev.edgewise.orchestrator.zone.ZoneTemplate;
import dev.edgewise.testca.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeCertificatesTest {
  private static final Instant BEGUN = Instant.parse("2026-11-30T12:00:00Z");

  private final TestCa ca = new TestCa("ours", BEGUN);
  private final Path nodes;
  private final TlsFiles orchestrator;
  private final HandClock clock = new HandClock();
  private final NodeCertificates certificates;

  NodeCertificatesTest(@TempDir Path folder) throws IOException {
    this.nodes = Files.createDirectory(folder.resolve("nodes"));
    this.orchestrator =
        TlsFiles.in(ca.to("edgewise://orchestrator/main").issue().in(folder.resolve("main.pem")));
    this.certificates = new NodeCertificates(nodes, clock);
  }

  /** Goes on when a test says so. */
  private static final class HandClock implements Clock {
    private Duration past = Duration.ZERO;

    @Override
    public long nanos() {
      return past.toNanos();
    }

    @Override
    public Instant now() {
      return BEGUN.plus(past);
    }
  }

  private void issue(String node) {
    issue(node, "edgewise://node/" + node + "?site=west1&tier=cloud");
  }

  private void issue(String file, String identity) {
    Path unused = ca.to(identity).issue().in(nodes.resolve(file + ".pem"));
  }

  private NodeNumbers numbers() {
    return certificates.numbers(template());
  }

  private static ZoneTemplate template() {
    return ProcessBackendTest.order("west1-1").template();
  }

  private static Optional<String> wrong(Path nodes, TlsFiles orchestrator) {
    return NodeCertificates.wrong(nodes, "west1", orchestrator);
  }

  @Test
  void nodes_have_the_numbers_of_those_that_are_there() {
    for (String node : List.of("west1-1", "west1-2", "west1-10", "west1-3")) {
      issue(node);
    }
    issue("west1-x", "edgewise://node/west1-x?site=west1&tier=cloud");
    issue("west1-07", "edgewise://node/west1-07?site=west1&tier=cloud");
    issue("west10-5", "edgewise://node/west10-5?site=west10&tier=cloud");

    assertThat(numbers().listed()).contains(List.of(1L, 2L, 3L, 10L));
    assertThat(numbers().because()).isEmpty();
    assertThat(certificates.file("west1-10")).isEqualTo(nodes.resolve("west1-10.pem"));
  }

  @Test
  void one_that_has_expired_is_not_used_until_it_is_renewed() throws IOException {
    for (String node : List.of("west1-1", "west1-2", "west1-3")) {
      issue(node);
    }
    Path unused =
        ca.to("edgewise://node/west1-4?site=west1&tier=cloud")
            .valid(BEGUN.minusSeconds(60), BEGUN.plusSeconds(60))
            .issue()
            .in(nodes.resolve("west1-4.pem"));
    assertThat(numbers().listed().orElseThrow()).hasSize(4);
    clock.past = Duration.ofSeconds(61);

    assertThat(numbers().listed()).contains(List.of(1L, 2L, 3L));
    assertThat(numbers().because())
        .contains("of its 4 nodes 3 have a certificate in " + nodes + " that can be used")
        .contains("west1-4.pem cannot be used: the certificate has expired, on ")
        .contains(
            "'edgewise certs issue node west1-4 --site west1 --tier cloud --to "
                + nodes
                + " --force'");

    issue("west1-4");
    assertThat(numbers().listed().orElseThrow()).as("looked at every 2 s").hasSize(3);
    clock.past = Duration.ofSeconds(64);
    assertThat(numbers()).isEqualTo(NodeNumbers.of(List.of(1L, 2L, 3L, 4L), ""));
  }

  @Test
  void one_that_was_spoilt_is_not_used() throws IOException {
    issue("west1-1");
    issue("west1-2");
    assertThat(numbers().listed().orElseThrow()).hasSize(2);
    issue("west1-1", "edgewise://node/west1-2?site=west1&tier=cloud");
    Files.writeString(nodes.resolve("west1-2.pem"), "torn");
    clock.past = Duration.ofSeconds(3);

    assertThat(numbers().listed()).contains(List.of());
    assertThat(numbers().because())
        .contains("of its 4 nodes 0 have a certificate")
        .contains("it is the certificate of edgewise://node/west1-2?site=west1&tier=cloud")
        .contains("west1-2.pem cannot be used: there is no CERTIFICATE in it");
  }

  @Test
  void too_few_are_told_with_the_command_that_makes_the_others() {
    assertThat(NodeCertificates.tooFew(nodes, "west1", 4))
        .hasValueSatisfying(
            words ->
                assertThat(words)
                    .contains("4 nodes need a certificate each, and " + nodes + " has none")
                    .contains("'edgewise certs issue node west1-1 --count 4 --site west1")
                    .contains(" --tier cloud --to " + nodes + "' makes them; or lower max."));
    issue("west1-1");
    issue("west1-3");
    assertThat(NodeCertificates.tooFew(nodes, "west1", 4))
        .hasValueSatisfying(
            words ->
                assertThat(words)
                    .contains("has those of 2")
                    .contains("node west1-4 --count 2 --site west1"));
    assertThat(NodeCertificates.tooFew(nodes, "west1", 3).orElseThrow())
        .contains("node west1-4 --site west1 --tier cloud --to " + nodes + "' makes the other;");
    assertThat(NodeCertificates.tooFew(nodes, "west1", 2)).isEmpty();
  }

  @Test
  void what_is_right_is_not_objected_to() {
    issue("west1-1");
    assertThat(wrong(nodes, orchestrator)).isEmpty();
    assertThat(NodeCertificates.unfit(nodes)).isEmpty();
  }

  @Test
  void one_of_another_site_tier_or_role_is_wrong() {
    for (String identity :
        List.of(
            "edgewise://node/west1-1?site=east1&tier=cloud",
            "edgewise://node/west1-1?site=west1&tier=edge",
            "edgewise://node/west1-2?site=west1&tier=cloud",
            "edgewise://orchestrator/west1-1",
            "edgewise://client/west1-1")) {
      issue("west1-1", identity);
      assertThat(wrong(nodes, orchestrator))
          .hasValueSatisfying(
              words ->
                  assertThat(words)
                      .contains("west1-1.pem: it is the certificate of " + identity)
                      .contains("(expected: edgewise://node/west1-1?site=west1&tier=cloud)")
                      .contains("'edgewise certs issue node west1-1 --site west1 --tier cloud"));
    }
  }

  @Test
  void one_of_another_ca_is_wrong() {
    TestCa other = new TestCa("theirs", BEGUN);
    Path unused =
        other
            .to("edgewise://node/west1-1?site=west1&tier=cloud")
            .issue()
            .in(nodes.resolve("west1-1.pem"));
    assertThat(wrong(nodes, orchestrator).orElseThrow())
        .contains("its certificate is of no CA that " + orchestrator.ca() + " names")
        .contains(" --force'");
  }

  @Test
  void one_that_cannot_be_read_is_wrong() throws IOException {
    Files.writeString(nodes.resolve("west1-1.pem"), "torn");
    assertThat(wrong(nodes, orchestrator).orElseThrow())
        .contains("west1-1.pem cannot be used: there is no CERTIFICATE in it")
        .contains("makes it anew");
  }

  @Test
  void a_folder_with_the_key_of_the_ca_is_refused() throws IOException {
    Files.writeString(nodes.resolve("ca-key.pem"), ca.keyPem());
    assertThat(NodeCertificates.unfit(nodes).orElseThrow())
        .contains("the key of the CA is in it")
        .contains("--to");
    assertThat(NodeCertificates.unfit(nodes.resolve("nowhere")).orElseThrow())
        .contains("no folder that this user may read is at");
  }
}
