package dev.edgewise.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.agent.host.Fixtures;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.testca.TestCa;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that has a certificate, and whom it lets in. */
final class AgentTlsTest {
  private static final String SAY = "fix.v1.Greeter/say";
  private static final PeerIdentity NODE = PeerIdentity.node("n1", "shop-7", Tier.EDGE);
  private static final PeerIdentity CLIENT = PeerIdentity.client("till-3", Optional.empty());

  private final Path folder;
  private Path jar = Path.of("");
  private Path node = Path.of("");
  private Path client = Path.of("");

  AgentTlsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void issue() throws Exception {
    jar = Fixtures.service("Greeter", "text").jar(folder.resolve("greeter.jar"));
    TestCa ca = new TestCa("test", Instant.now());
    node = ca.to(NODE.uri()).issue().in(folder.resolve("n1.pem"));
    client = ca.to(CLIENT.uri()).issue().in(folder.resolve("till-3.pem"));
  }

  @Test
  void whoever_shows_a_certificate_of_its_ca_is_answered_and_nobody_else() throws Exception {
    Path stranger =
        new TestCa("other", Instant.now())
            .to(CLIENT.uri())
            .issue()
            .in(folder.resolve("stranger.pem"));
    // Somebody who believes the node, and is not believed.
    Path half = folder.resolve("half.pem");
    String text = Files.readString(client);
    Files.writeString(half, text.substring(text.lastIndexOf("-----BEGIN")));
    TlsFiles unknown = new TlsFiles(stranger, stranger, half);
    try (Agent agent = Agents.start(folder, jar, "--tls=" + node);
        Callers known = new Callers(TlsFiles.in(client));
        Callers strange = new Callers(unknown);
        Callers plain = new Callers()) {
      String ready = agent.readyLine();

      assertThat(Callers.send(known.connect(ready), SAY, "you").join())
          .isInstanceOf(Reply.Answered.class);
      assertThat(strange.told(ready, SAY)).contains("does not accept the certificate");
      assertThat(plain.told(ready, SAY)).contains("this port speaks TLS", "EW6022");
    }
  }

  @Test
  void an_agent_stands_where_its_certificate_says() {
    try (Agent agent = Agents.start(folder, jar, "--tls=" + node)) {
      assertThat(agent.readyLine()).contains("node=n1 tier=edge site=shop-7 ");
    }
  }

  @Test
  void one_that_would_be_another_than_its_certificate_says_does_not_start() throws Exception {
    refused("edgewise://node/n1?site=shop-8&tier=edge", "--tls=" + node, "--site=shop-8");
    TestCa ca = new TestCa("test", Instant.now());
    for (PeerIdentity other :
        List.of(
            PeerIdentity.node("n2", "shop-7", Tier.EDGE),
            PeerIdentity.node("n1", "shop-7", Tier.CLOUD),
            PeerIdentity.orchestrator("n1"),
            CLIENT)) {
      Path file = ca.to(other.uri()).issue().in(folder.resolve("other.pem"));
      refused(other.uri(), "--tls=" + file);
    }
  }

  @Test
  void what_cannot_be_used_is_said_before_anything_starts() throws Exception {
    refused("nothing is there", "--tls=" + folder.resolve("away.pem"));
    refused("no CERTIFICATE", "--tls=" + Files.writeString(folder.resolve("empty.pem"), ""));
    refused("says nothing without tls", "--tls-key=" + node);
    refused("says nothing without tls", "--tls-ca=" + node);
  }

  private void refused(String words, String... arguments) {
    assertThatThrownBy(() -> Agents.start(folder, jar, arguments))
        .isInstanceOf(EdgewiseException.class)
        .hasMessageContainingAll("EW7001", words);
  }
}
