package dev.edgewise.sdk.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.link.Described;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.spi.Message;
import io.grpc.CallOptions;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, who is called, and what is said to and of those who are not. */
@Timeout(60)
final class GrpcTlsTest extends TlsCase {
  GrpcTlsTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void aCallerIsWhoItsCertificateSaysAndItsTenantToo() throws Exception {
    Link link = link(server(node()), Optional.of(tls(client())));

    assertThat(answer(send(link, ""))).isEqualTo(CLIENT + " for shop-7");
    assertThat(answer(send(link, "shop-7"))).isEqualTo(CLIENT + " for shop-7");
    Reply.Failed other = assertInstanceOf(Reply.Failed.class, send(link, "shop-8"));
    assertThat(other.code()).isEqualTo(ErrorCode.PEER_REFUSED);
    assertThat(other.detail()).contains("till-3", "makes no calls for the tenant \"shop-8\"");
  }

  @Test
  void aClientWithoutATenantMakesCallsForNone() throws Exception {
    Link link = link(server(node()), Optional.of(tls(ca.to("edgewise://client/till-3").issue())));

    assertThat(answer(send(link, ""))).isEqualTo("edgewise://client/till-3 for null");
    assertThat(assertInstanceOf(Reply.Failed.class, send(link, "shop-7")).code())
        .isEqualTo(ErrorCode.PEER_REFUSED);
  }

  @Test
  void aNodePassesOnCallsOfAnyTenant() throws Exception {
    Link link =
        link(
            server(node()),
            Optional.of(tls(ca.to("edgewise://node/n2?site=s2&tier=cloud").issue())));

    assertThat(answer(send(link, "shop-8")))
        .isEqualTo("edgewise://node/n2?site=s2&tier=cloud for shop-8");
  }

  @Test
  void aCertificateThatExpiresWhileItsConnectionIsOpenEndsWithIt() throws Exception {
    Link link = link(server(node()), Optional.of(tls(client())));
    assertInstanceOf(Reply.Answered.class, send(link, ""));

    serverNow = () -> begun.plus(Duration.ofDays(2));

    Reply.Failed refused = assertInstanceOf(Reply.Failed.class, send(link, ""));
    assertThat(refused.code()).isEqualTo(ErrorCode.PEER_REFUSED);
    assertThat(refused.detail()).contains("till-3", "has expired");
  }

  @Test
  void plainTextIsRefusedAndBothSidesAreToldWhatIsMissing() throws Exception {
    assertThat(told(server(node()), Optional.empty()))
        .contains("EW6022", "this port speaks TLS", "EDGEWISE_TLS");
    refusedInLog("it spoke plain text");

    LoopbackServer plain =
        echo().with(InsecureServerCredentials.create(), builder -> builder).start();
    parts.add(0, plain);
    assertThat(told(plain, Optional.of(tls(client())))).contains("it speaks plain text");
  }

  @Test
  void aCallerOfAnotherCaIsRefused() throws Exception {
    assertThat(told(node(), foreign.to(CLIENT).issue().believing(ca))).contains(NOT_ACCEPTED);
    refusedInLog("CA that is not believed", "CN=theirs");
  }

  @Test
  void aNodeOfAnotherCaIsRefused() throws Exception {
    assertThat(told(foreign.to(NODE).issue().believing(ca), client()))
        .contains("CA that is not believed");
  }

  @Test
  void oneThatVouchesForItselfIsRefused() throws Exception {
    assertThat(told(ca.to(NODE).signedByItself(), client())).contains("CA that is not believed");
    assertThat(told(node(), ca.to(CLIENT).signedByItself())).contains(NOT_ACCEPTED);
  }

  @Test
  void oneThatHasExpiredIsRefused() throws Exception {
    Instant last = begun.minusSeconds(3_600);
    Instant first = last.minus(Duration.ofDays(90));

    assertThat(told(ca.to(NODE).valid(first, last).issue(), client())).contains("has expired");
    assertThat(told(node(), ca.to(CLIENT).valid(first, last).issue())).contains(NOT_ACCEPTED);
    refusedInLog("has expired");
  }

  @Test
  void oneThatIsNotValidYetIsRefused() throws Exception {
    Instant first = begun.plusSeconds(3_600);
    Instant last = first.plusSeconds(3_600);

    assertThat(told(ca.to(NODE).valid(first, last).issue(), client())).contains("not valid yet");
    assertThat(told(node(), ca.to(CLIENT).valid(first, last).issue())).contains(NOT_ACCEPTED);
  }

  @Test
  void aNodeOfAnotherHostIsRefused() throws Exception {
    assertThat(told(ca.to(NODE).onlyHost("10.0.0.7").issue(), client()))
        .contains("not for the host that was dialled");
  }

  @Test
  void nobodyIsWhatTheirCertificateIsNotFor() throws Exception {
    assertThat(told(ca.to(NODE).clientOnly().issue(), client()))
        .contains("not for this side of a connection");
    assertThat(told(node(), ca.to(CLIENT).serverOnly().issue())).contains(NOT_ACCEPTED);
  }

  @Test
  void aKeyThatCanBeBrokenIsRefused() throws Exception {
    assertThat(told(ca.to(NODE).key("RSA", 1_024).issue(), client())).contains("too short");
    assertThat(told(node(), ca.to(CLIENT).key("RSA", 1_024).issue())).contains(NOT_ACCEPTED);
    assertThat(
            answer(
                send(
                    link(
                        server(ca.to(NODE).key("RSA", 2_048).issue()),
                        Optional.of(tls(ca.to(CLIENT).key("RSA", 2_048).issue()))),
                    "")))
        .startsWith(CLIENT);
  }

  @Test
  void whoeverShowsNothingOrIsNobodyIsRefused() throws Exception {
    LoopbackServer server = server(node());
    byte[] believed = ca.to(CLIENT).issue().pem().getBytes(StandardCharsets.US_ASCII);
    String all = new String(believed, StandardCharsets.US_ASCII);
    String anchor = all.substring(all.lastIndexOf("-----BEGIN"));
    TlsChannelCredentials.Builder bare =
        TlsChannelCredentials.newBuilder().trustManager(stream(anchor));

    assertThat(bareCall(server, bare.build()))
        .containsAnyOf("certificate_required", "bad_certificate");

    String nobody = ca.to("spiffe://a/b").issue().pem();
    String key = nobody.substring(0, nobody.indexOf("-----BEGIN CERT"));
    String certificate = nobody.substring(nobody.indexOf("-----BEGIN CERT"));
    assertThat(
            bareCall(
                server,
                TlsChannelCredentials.newBuilder()
                    .trustManager(stream(anchor))
                    .keyManager(stream(certificate), stream(key))
                    .build()))
        .contains("certificate_unknown");
    refusedInLog("nobody is let in without a certificate, and none was shown");
    refusedInLog("says nothing of who its holder is");
  }

  /** The server may tell it after its caller was told. */
  private void refusedInLog(String... words) throws InterruptedException {
    assertThat(
            lines.find(
                Stream.concat(Stream.of("A caller at 127.0.0.1 was refused"), Stream.of(words))
                    .toArray(String[]::new)))
        .isPresent();
  }

  @Test
  void aPlainStubIsToldInItsFirstCall() throws Exception {
    LoopbackServer server = server(node());
    for (int i = 0; i < 20; i++) {
      ManagedChannel channel =
          Grpc.newChannelBuilder(server.address(), InsecureChannelCredentials.create()).build();
      try {
        assertThatThrownBy(() -> plainCall(channel))
            .isInstanceOfSatisfying(
                StatusRuntimeException.class,
                e -> {
                  assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                  assertThat(e.getStatus().getDescription()).contains("this port speaks TLS");
                });
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static void plainCall(ManagedChannel channel) {
    ClientCalls.blockingUnaryCall(
        channel,
        MessageMarshaller.unary(ECHO),
        CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
        Message.EMPTY);
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String bareCall(LoopbackServer server, ChannelCredentials credentials) {
    ManagedChannel channel = Grpc.newChannelBuilder(server.address(), credentials).build();
    try {
      ClientCalls.blockingUnaryCall(
          channel,
          MessageMarshaller.unary(ECHO),
          CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
          Message.EMPTY);
      return "it was answered";
    } catch (StatusRuntimeException e) {
      return Statuses.detail(e.getStatus());
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void aNodeThatSaysThatItIsAnotherIsNotBelieved() throws Exception {
    assertThat(described(NODE)).isInstanceOf(Described.Answer.class);
    for (String other :
        List.of(
            "edgewise://node/n2?site=s1&tier=edge",
            "edgewise://node/n1?site=s2&tier=edge",
            "edgewise://node/n1?site=s1&tier=cloud")) {
      assertThat(assertInstanceOf(Described.Failure.class, described(other)).because())
          .contains(NODE, other, "EW6022");
    }
  }

  @Test
  void whatIsNoNodeIsSentNothing() throws Exception {
    for (String other : List.of("edgewise://client/n1", "edgewise://orchestrator/n1")) {
      assertThat(told(ca.to(other).issue(), client()))
          .contains("it is " + other, "only a node is wanted", "EW6022");
    }
  }

  @Test
  void someServicesAreForSomeRoles() throws Exception {
    LoopbackServer server = server(node());
    Link client = link(server, Optional.of(tls(client())));
    Link operator = link(server, Optional.of(tls(ca.to("edgewise://operator/ann").issue())));

    Reply.Failed refused =
        assertInstanceOf(Reply.Failed.class, send(client, "edgewise.v1.Operator/GetFleet", ""));
    assertThat(refused.code()).isEqualTo(ErrorCode.PEER_REFUSED);
    assertThat(refused.detail())
        .contains("till-3", "may not call edgewise.v1.Operator, which is for operator");
    assertThat(logged)
        .anySatisfy(
            line -> assertThat(line).contains("A call from 127.0.0.1 was refused", "till-3"));
    assertInstanceOf(Reply.Answered.class, send(operator, "edgewise.v1.Operator/GetFleet", ""));
    // Who steers the fleet makes calls for nobody else.
    assertThat(answer(send(operator, ""))).isEqualTo("edgewise://operator/ann for null");
    assertInstanceOf(Reply.Failed.class, send(operator, "shop-7"));
  }

  private Described described(String identity) throws Exception {
    Link link = link(server(ca.to(identity).issue()), Optional.of(tls(client())));
    CompletableFuture<Described> described = new CompletableFuture<>();
    link.describe(Duration.ofSeconds(20), described::complete);
    return described.get(20, TimeUnit.SECONDS);
  }
}
