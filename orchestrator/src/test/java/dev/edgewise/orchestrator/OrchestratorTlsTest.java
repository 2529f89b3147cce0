package dev.edgewise.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.edgewise.core.Address;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.orchestrator.fleet.FleetSettings;
import dev.edgewise.orchestrator.gateway.generation.GenerationSettings;
import dev.edgewise.orchestrator.identity.CallerRule;
import dev.edgewise.proto.v1.ControlGrpc;
import dev.edgewise.proto.v1.FleetGrpc;
import dev.edgewise.proto.v1.FromAgent;
import dev.edgewise.proto.v1.FromClient;
import dev.edgewise.proto.v1.Hello;
import dev.edgewise.proto.v1.Refusal;
import dev.edgewise.proto.v1.Register;
import dev.edgewise.proto.v1.ToAgent;
import dev.edgewise.proto.v1.ToClient;
import dev.edgewise.sdk.wire.Channels;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import dev.edgewise.sdk.wire.tls.Tls;
import dev.edgewise.testca.LogLines;
import dev.edgewise.testca.TestCa;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whom an orchestrator with a certificate lets in, as what, and what the others are told. */
@Timeout(60)
final class OrchestratorTlsTest {
  private final Instant begun = Instant.now();
  private static final Duration TIME = Duration.ofSeconds(20);
  private static final String MAIN = "edgewise://orchestrator/main";
  private static final String NODE = "edgewise://node/n1?site=n1&tier=edge";
  private static final String CLIENT = "edgewise://client/till-3?tenant=shop-7";
  private static final String OPERATOR = "edgewise://operator/ann";
  private static final String REFUSED = "A caller at 127.0.0.1 was refused";

  private final TestCa ca = new TestCa("ours", begun);
  private final TestCa foreign = new TestCa("theirs", begun);
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final Path folder;
  private final LogLines log = LogLines.of(Tls.class);
  private int files;
  private Optional<Orchestrator> orchestrator = Optional.empty();

  OrchestratorTlsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void start() {
    start(ca.to(MAIN).issue());
  }

  private void start(TestCa.Issued issued) {
    orchestrator.ifPresent(Orchestrator::close);
    orchestrator =
        Optional.of(
            Rig.start(
                0,
                0,
                Optional.of(TlsFiles.in(issued.in(folder.resolve("main.pem")))),
                folder.resolve("data"),
                FleetSettings.standard(),
                GenerationSettings.STANDARD,
                CallerRule.OPEN));
  }

  @AfterEach
  void close() {
    log.close();
    channels.forEach(ManagedChannel::shutdownNow);
    orchestrator.ifPresent(Orchestrator::close);
    executor.shutdownNow();
  }

  private String address() {
    return orchestrator.orElseThrow().readyLine().replaceFirst(".* grpc=(\\S+) .*", "$1");
  }

  /** Opened while it is valid, whenever that is. */
  private Optional<Tls> tls(TestCa.Issued issued) {
    Instant first = issued.certificate().getNotBefore().toInstant();
    Instant now =
        begun.isAfter(issued.certificate().getNotAfter().toInstant())
            ? first.plusSeconds(1)
            : begun;
    return Optional.of(
        Tls.once(
            TlsFiles.in(issued.in(folder.resolve(files++ + ".pem"))),
            new Clock() {
              @Override
              public long nanos() {
                return 0;
              }

              @Override
              public Instant now() {
                return now;
              }
            }));
  }

  private ManagedChannel channel(Optional<Tls> tls) {
    ManagedChannel channel = Channels.toOrchestrator(Address.parse(address()), tls, executor);
    channels.add(channel);
    return channel;
  }

  private RawStream<ToAgent> register(String identity, Register register) {
    RawStream<ToAgent> from = new RawStream<>();
    StreamObserver<FromAgent> to =
        ControlGrpc.newStub(channel(tls(ca.to(identity).issue()))).connect(from);
    to.onNext(FromAgent.newBuilder().setRegister(register).build());
    return from;
  }

  /** What an operator's command is told that gets no answer. */
  private EdgewiseException told(Optional<Tls> tls) {
    try (OperatorClient client = OperatorClient.connect(address(), tls)) {
      return catchThrowableOfType(EdgewiseException.class, () -> client.fleet(TIME));
    }
  }

  @Test
  void a_node_registers_as_what_its_certificate_says_and_as_nothing_else() throws Exception {
    assertThat(register(NODE, Rig.node("n1")).next(ToAgent::hasRegistered).getRegistered())
        .satisfies(lease -> assertThat(lease.getEpoch()).isPositive());

    for (String other :
        List.of(
            "edgewise://node/n3?site=n2&tier=edge",
            "edgewise://node/n2?site=n3&tier=edge",
            "edgewise://node/n2?site=n2&tier=cloud")) {
      Refusal refusal = register(other, Rig.node("n2")).next(ToAgent::hasRefusal).getRefusal();
      assertThat(refusal.getCode()).isEqualTo("EW6022");
      assertThat(refusal.getMessage())
          .contains("edgewise://node/n2?site=n2&tier=edge", other, "certs issue node");
      assertThat(log.find("A registration was refused", other)).isPresent();
    }
    try (OperatorClient client = OperatorClient.connect(address(), tls(ca.to(OPERATOR).issue()))) {
      assertThat(client.fleet(TIME).nodes()).extracting(node -> node.name()).containsExactly("n1");
    }
  }

  @Test
  void nobody_but_a_node_registers() throws Exception {
    for (String other : List.of(CLIENT, OPERATOR, MAIN)) {
      RawStream<ToAgent> from = register(other, Rig.node("n1"));
      assertThat(from.error())
          .hasMessageContaining("PERMISSION_DENIED")
          .hasMessageContaining(other + " may not call edgewise.v1.Control, which is for node");
    }
  }

  @Test
  void nobody_but_an_operator_steers() {
    for (String other : List.of(CLIENT, NODE)) {
      EdgewiseException refused = told(tls(ca.to(other).issue()));
      assertThat(refused.code()).isEqualTo(ErrorCode.PEER_REFUSED);
      assertThat(refused).hasMessageContaining(other).hasMessageContaining("for operator");
    }
  }

  @Test
  void applications_are_told_of_the_fleet_and_a_node_stands_where_its_certificate_says()
      throws Exception {
    for (String each : List.of(CLIENT, NODE)) {
      RawStream<ToClient> from = new RawStream<>();
      StreamObserver<FromClient> to =
          FleetGrpc.newStub(channel(tls(ca.to(each).issue()))).watch(from);
      to.onNext(
          FromClient.newBuilder()
              .setHello(
                  Hello.newBuilder()
                      .setProtocol(1)
                      .setClient("app")
                      .setSite("berlin")
                      .setVersion("0.1.0"))
              .build());
      from.next(ToClient::hasFull);
    }
    try (OperatorClient client = OperatorClient.connect(address(), tls(ca.to(OPERATOR).issue()))) {
      assertThat(client.fleet(TIME).clients())
          .extracting(seen -> seen.site())
          .containsExactlyInAnyOrder("berlin", "n1");
    }
  }

  @Test
  void plain_text_is_refused_and_told_what_is_missing() throws Exception {
    assertThat(told(Optional.empty()))
        .hasMessageContaining("EW6022")
        .hasMessageContaining("speaks TLS")
        .hasMessageContaining("EDGEWISE_TLS");
    assertThat(log.find(REFUSED, "it spoke plain text")).isPresent();
  }

  @Test
  void another_ca_is_refused_on_both_sides() throws Exception {
    assertThat(told(tls(foreign.to(OPERATOR).issue().believing(ca))))
        .hasMessageContaining("does not accept the certificate of this one");
    assertThat(log.find(REFUSED, "CA that is not believed", "CN=theirs")).isPresent();

    start(foreign.to(MAIN).issue().believing(ca));
    assertThat(told(tls(ca.to(OPERATOR).issue())))
        .hasMessageContaining("from a CA that is not believed");
  }

  @Test
  void one_that_has_expired_is_refused() throws Exception {
    Instant last = begun.minusSeconds(3_600);
    TestCa.Issued expired = ca.to(OPERATOR).valid(last.minus(Duration.ofDays(90)), last).issue();

    assertThat(told(tls(expired))).hasMessageContaining("does not accept the certificate");
    assertThat(log.find(REFUSED, "has expired")).isPresent();
  }

  @Test
  void what_is_no_orchestrator_is_told_nothing() {
    start(ca.to(NODE).issue());

    assertThat(told(tls(ca.to(OPERATOR).issue())))
        .hasMessageContaining("it is " + NODE)
        .hasMessageContaining("the role orchestrator")
        .hasMessageContaining("EW6022");
  }
}
