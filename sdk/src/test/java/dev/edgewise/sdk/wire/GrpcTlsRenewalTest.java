package dev.edgewise.sdk.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.wire.tls.Tls;
import dev.edgewise.testca.TestCa;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That certificates are renewed while calls go on. */
@Timeout(60)
final class GrpcTlsRenewalTest extends TlsCase {
  GrpcTlsRenewalTest(@TempDir Path folder) {
    super(folder);
  }

  /** Both sides are renewed, while calls go on over an open connection and over new ones. */
  @Test
  void whatIsRenewedIsUsedWithoutAFailedCall() throws Exception {
    Path nodeFile = folder.resolve("node.pem");
    Path clientFile = folder.resolve("client.pem");
    Tls node = tls(node(), nodeFile);
    Tls client = tls(client(), clientFile);
    LoopbackServer server = server(node);
    Link open = link(server, Optional.of(client));
    for (int round = 0; round < 3; round++) {
      TestCa.Issued renewedNode = node();
      TestCa.Issued renewedClient = client();
      renewedNode.in(nodeFile);
      renewedClient.in(clientFile);
      boolean used = false;
      while (!used) {
        used =
            node.credential().own().certificate().equals(renewedNode.certificate())
                && client.credential().own().certificate().equals(renewedClient.certificate());
        assertInstanceOf(Reply.Answered.class, send(open, ""));
        try (Link fresh = connected(server, Optional.of(client))) {
          assertInstanceOf(Reply.Answered.class, send(fresh, ""));
        }
      }
    }
    assertThat(logged).hasSize(6).allSatisfy(line -> assertThat(line).contains("was renewed"));
  }

  private Link connected(LoopbackServer server, Optional<Tls> tls) throws InterruptedException {
    GrpcTransport transport = GrpcTransport.create(tls, time, time.executor());
    parts.add(0, transport);
    Heard heard = new Heard();
    Link link = transport.open(server.address(), heard);
    assertThat(heard.next()).isEqualTo("connected");
    return link;
  }

  /** The certificates of both sides end again and again, and are renewed in time. */
  @Test
  void callsOverOneLinkGoOnWhenTheCertificateEndsThatItWasMadeWith() throws Exception {
    Path nodeFile = folder.resolve("node.pem");
    Path clientFile = folder.resolve("client.pem");
    Tls node = tls(brief(NODE), nodeFile);
    Tls client = tls(brief(CLIENT), clientFile);
    Link link = link(server(node), Optional.of(client));
    int calls = 0;
    for (int round = 0; round < 5; round++) {
      Instant end = Instant.now().plusSeconds(1);
      while (Instant.now().isBefore(end)) {
        assertThat(send(link, "")).isInstanceOf(Reply.Answered.class);
        calls++;
      }
      brief(NODE).in(nodeFile);
      brief(CLIENT).in(clientFile);
    }
    assertThat(calls).isGreaterThan(20);
  }

  /** Valid for four seconds more. */
  private TestCa.Issued brief(String who) {
    Instant now = Instant.now();
    return ca.to(who).valid(now.minusSeconds(60), now.plusSeconds(4)).issue();
  }

  @Test
  void aConnectionIsClosedWhenItsCertificateHasEnded() throws Exception {
    Heard heard = new Heard();
    GrpcTransport transport =
        GrpcTransport.create(Optional.of(tls(brief(CLIENT))), time, time.executor());
    parts.add(0, transport);
    transport.open(server(node()).address(), heard);

    assertThat(heard.next()).isEqualTo("connected");
    assertThat(heard.next()).contains("broke");
  }
}
