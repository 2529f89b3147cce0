package dev.edgewise.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.orchestrator.fleet.FleetSettings;
import dev.edgewise.orchestrator.gateway.generation.GenerationSettings;
import dev.edgewise.orchestrator.identity.CallerRule;
import dev.edgewise.orchestrator.keda.rpc.FakeKeda;
import dev.edgewise.testca.TestCa;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** KEDA at an orchestrator with a certificate, with what stands in its TriggerAuthentication. */
@Timeout(120)
final class KedaTlsTest {
  private static final Map<String, String> WEST2 = Map.of("zone", "west2");

  private final Instant now = Instant.now();
  private final TestCa ca = new TestCa("ours", now);
  private final TestCa foreign = new TestCa("theirs", now);
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final Path folder;
  private Optional<Orchestrator> orchestrator = Optional.empty();

  KedaTlsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void start() {
    TestCa.Issued main = ca.to("edgewise://orchestrator/main").issue();
    orchestrator =
        Optional.of(
            Rig.start(
                0,
                0,
                Optional.of(TlsFiles.in(main.in(folder.resolve("main.pem")))),
                folder.resolve("data"),
                FleetSettings.standard(),
                GenerationSettings.STANDARD,
                CallerRule.OPEN));
  }

  @AfterEach
  void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    orchestrator.ifPresent(Orchestrator::close);
  }

  private NettyChannelBuilder dial() {
    String address = orchestrator.orElseThrow().readyLine().replaceFirst(".* grpc=(\\S+) .*", "$1");
    return NettyChannelBuilder.forTarget(address);
  }

  /** What KEDA is told that believes one CA and shows a certificate of another. */
  private FakeKeda keda(TestCa believed, TestCa.Issued shown) throws SSLException {
    ManagedChannel channel =
        dial()
            .sslContext(
                GrpcSslContexts.forClient()
                    .trustManager(believed.certificate())
                    .keyManager(shown.key(), shown.certificate())
                    .build())
            .build();
    return creates(channel);
  }

  private FakeKeda creates(ManagedChannel channel) {
    channels.add(channel);
    return creates(new FakeKeda(channel, WEST2, 0, 4, 1));
  }

  private static FakeKeda creates(FakeKeda keda) {
    keda.create();
    return keda;
  }

  private static Status.Code code(FakeKeda keda) {
    return keda.lastFailure().orElseThrow().getStatus().getCode();
  }

  @Test
  void a_client_of_the_fleets_ca_is_answered() throws SSLException {
    // Its zone is not there: the answer to that is one of the scaler itself.
    assertThat(code(keda(ca, ca.to("edgewise://client/keda").clientOnly().issue())))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void with_the_wrong_ca_the_autoscaler_is_useless_and_the_cause_is_told() throws SSLException {
    FakeKeda keda = keda(foreign, ca.to("edgewise://client/keda").issue());
    assertThat(keda.hasUselessAutoscaler()).isTrue();
    assertThat(code(keda)).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(keda.lastFailure().orElseThrow().getStatus().getCause())
        .hasStackTraceContaining("certification path");
  }

  @Test
  void a_certificate_of_a_foreign_ca_is_refused() throws SSLException {
    // A client shows such a one only to who asks for it, and without one is told so.
    assertThat(code(keda(ca, foreign.to("edgewise://client/keda").issue())))
        .isIn(Status.Code.UNAUTHENTICATED, Status.Code.UNAVAILABLE);
  }

  @Test
  void plain_text_is_refused() {
    ManagedChannel channel = dial().usePlaintext().build();
    channels.add(channel);
    FakeKeda keda = creates(new FakeKeda(channel, WEST2, 0, 4, 1).patience(3));
    assertThat(keda.hasUselessAutoscaler()).isTrue();
    assertThat(code(keda)).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(keda.lastFailure().orElseThrow())
        .hasMessageContaining("this port speaks TLS and was spoken to in plain text");
  }

  @Test
  void a_node_is_not_told_what_zones_want() throws SSLException {
    FakeKeda keda = keda(ca, ca.to("edgewise://node/n1?site=west2&tier=cloud").issue());
    assertThat(code(keda)).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(keda.lastFailure().orElseThrow()).hasMessageContaining("edgewise://node/n1");
  }
}
