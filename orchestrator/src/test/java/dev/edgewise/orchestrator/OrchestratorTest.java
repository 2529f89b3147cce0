package dev.edgewise.orchestrator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.edgewise.orchestrator.Rig.RawAgent;
import dev.edgewise.orchestrator.Rig.RawClient;
import dev.edgewise.orchestrator.fleet.FleetSettings;
import dev.edgewise.proto.externalscaler.ExternalScalerGrpc;
import dev.edgewise.proto.externalscaler.ScaledObjectRef;
import dev.edgewise.proto.v1.ControlGrpc;
import dev.edgewise.proto.v1.Deregister;
import dev.edgewise.proto.v1.FleetGrpc;
import dev.edgewise.proto.v1.FromAgent;
import dev.edgewise.proto.v1.FromClient;
import dev.edgewise.proto.v1.FullView;
import dev.edgewise.proto.v1.Hello;
import dev.edgewise.proto.v1.Liveness;
import dev.edgewise.proto.v1.Load;
import dev.edgewise.proto.v1.NodeEntry;
import dev.edgewise.proto.v1.Refusal;
import dev.edgewise.proto.v1.RefusalKind;
import dev.edgewise.proto.v1.Register;
import dev.edgewise.proto.v1.Renew;
import dev.edgewise.proto.v1.Resync;
import dev.edgewise.proto.v1.Sighting;
import dev.edgewise.proto.v1.SightingKind;
import dev.edgewise.proto.v1.Sightings;
import dev.edgewise.proto.v1.Site;
import dev.edgewise.proto.v1.ToAgent;
import dev.edgewise.proto.v1.ToClient;
import dev.edgewise.proto.v1.ViewDelta;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole orchestrator over real sockets: what the state machines promise arrives on the wire. */
final class OrchestratorTest {
  private final Rig rig;

  OrchestratorTest(@TempDir Path folder) {
    // A lease that no slow machine lets run out by itself, and clients whose word is soon an old
    // one.
    rig =
        new Rig(
            folder.resolve("data"),
            new FleetSettings(
                Duration.ofSeconds(20),
                Duration.ofSeconds(1),
                Duration.ofSeconds(200),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofMinutes(10),
                Duration.ofSeconds(21),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                100,
                100,
                64L << 20));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void an_agent_registers_renews_and_a_client_sees_it_come_and_go() throws Exception {
    RawClient client = rig.client();
    FullView empty = client.from().next(ToClient::hasFull).getFull();
    assertThat(empty.getNodesList()).isEmpty();
    RawAgent agent = rig.agent();

    long epoch = agent.registers(Rig.node("nyc"));

    assertThat(agent.from().next(ToAgent::hasDesired).getDesired().getDrain()).isFalse();
    NodeEntry entry = client.from().next(changes("nyc")).getDelta().getChanged(0);
    assertThat(entry.getLiveness()).isEqualTo(Liveness.LIVENESS_ALIVE);
    assertThat(entry.getEpoch()).isEqualTo(epoch);
    assertThat(entry.getServices(0).getMethodsList()).containsExactly("detect");
    agent.renews(epoch);
    assertThat(agent.from().next(ToAgent::hasRenewed).getRenewed().getEpoch()).isEqualTo(epoch);

    agent
        .to()
        .onNext(FromAgent.newBuilder().setDeregister(Deregister.getDefaultInstance()).build());
    ViewDelta gone =
        client.from().next(message -> message.getDelta().getRemovedCount() > 0).getDelta();
    assertThat(gone.getRemovedList()).containsExactly("nyc");
  }

  @Test
  @Timeout(120)
  void a_connection_that_breaks_is_noticed_at_once_and_what_a_client_reaches_is_islanded()
      throws Exception {
    RawClient client = rig.client();
    RawAgent agent = rig.agent();
    agent.registers(Rig.node("nyc"));

    agent.channel().shutdownNow();
    NodeEntry suspect =
        client.from().next(is("nyc", Liveness.LIVENESS_SUSPECT)).getDelta().getChanged(0);
    assertThat(suspect.getNode()).isEqualTo("nyc");

    whileItSays(client, reached("nyc"), is("nyc", Liveness.LIVENESS_ISLANDED));

    // Not only after five minutes, when nobody has reached it for long.
    whileItSays(
        client,
        sighting("nyc", SightingKind.SIGHTING_KIND_REFUSED),
        message -> message.getDelta().getRemovedList().contains("nyc"));
  }

  /** Waits for a message to a client that says the same again and again, as clients do. */
  private static void whileItSays(RawClient client, FromClient word, Predicate<ToClient> wanted)
      throws InterruptedException {
    Thread witness =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!Thread.currentThread().isInterrupted()) {
                    client.to().onNext(word);
                    pause();
                  }
                });
    try {
      client.from().next(wanted);
    } finally {
      witness.interrupt();
      witness.join();
    }
  }

  @Test
  void a_restarted_orchestrator_waits_for_its_nodes_and_epochs_and_versions_grow()
      throws Exception {
    RawAgent nyc = rig.agent();
    long first = nyc.registers(Rig.node("nyc"));
    RawAgent london = rig.agent();
    long second = london.registers(Rig.node("london"));
    RawClient before = rig.client();
    long version = before.from().next(ToClient::hasFull).getFull().getVersion();

    rig.restarts();
    nyc.from().ends();
    before.from().ends();
    RawClient client = rig.client();
    long third = rig.agent().registers(Rig.node("nyc").toBuilder().setHeldEpoch(first).build());
    assertThat(client.from().hasNothing()).as("no view before london is back").isTrue();
    long fourth =
        rig.agent().registers(Rig.node("london").toBuilder().setHeldEpoch(second).build());

    FullView view = client.from().next(ToClient::hasFull).getFull();
    assertThat(view.getNodesList())
        .extracting(NodeEntry::getNode, NodeEntry::getLiveness, NodeEntry::getEpoch)
        .containsExactlyInAnyOrder(
            tuple("nyc", Liveness.LIVENESS_ALIVE, third),
            tuple("london", Liveness.LIVENESS_ALIVE, fourth));
    assertThat(view.getVersion()).isGreaterThan(version);
    assertThat(List.of(third, fourth)).allMatch(epoch -> epoch > Math.max(first, second));
  }

  @Test
  void a_peer_of_another_version_is_told_which_side_to_upgrade() throws Exception {
    Refusal newer = refusal(Rig.node("nyc").toBuilder().setProtocol(2).build());
    assertThat(newer.getKind()).isEqualTo(RefusalKind.REFUSAL_KIND_PROTOCOL);
    assertThat(newer.getCode()).isEqualTo("EW7005");
    assertThat(newer.getMessage()).endsWith("Upgrade the orchestrator.");

    Refusal older = refusal(Rig.node("nyc").toBuilder().setProtocol(0).build());
    assertThat(older.getMessage()).endsWith("Upgrade the agent.");

    RawClient client = rig.client();
    client.from().next(ToClient::hasFull);
    RawStream<ToClient> from = new RawStream<>();
    var to = FleetGrpc.newStub(rig.agent().channel()).watch(from);
    to.onNext(FromClient.newBuilder().setHello(Hello.newBuilder().setProtocol(7)).build());
    assertThat(from.next(ToClient::hasRefusal).getRefusal().getMessage())
        .isEqualTo(
            "The client speaks version 7 of the protocol, the orchestrator version 1: the"
                + " orchestrator is older. Upgrade the orchestrator.");
    from.ends();
  }

  @Test
  void a_broken_registration_is_refused_with_the_field_that_is_wrong() throws Exception {
    assertThat(refusal(Rig.node("nyc").toBuilder().setNode("no spaces").build()).getMessage())
        .contains("node: \"no spaces\"");
    assertThat(refusal(Rig.node("nyc").toBuilder().clearTier().build()).getMessage())
        .contains("tier: missing");
    assertThat(refusal(Rig.node("nyc").toBuilder().clearSite().build()).getMessage())
        .contains("site: missing");
    assertThat(refusal(Rig.node("nyc").toBuilder().setAddress("nowhere").build()).getMessage())
        .contains("address: \"nowhere\"");
    assertThat(
            refusal(Rig.node("nyc").toBuilder().setSite(Site.newBuilder().setName("/")).build())
                .getCode())
        .isEqualTo("EW7009");
  }

  @Test
  void a_paused_agent_is_fenced_by_its_successor() throws Exception {
    RawAgent first = rig.agent();
    long epoch = first.registers(Rig.node("nyc"));

    rig.agent().registers(Rig.node("nyc").toBuilder().setHeldEpoch(epoch).build());

    Refusal refusal = first.from().next(ToAgent::hasRefusal).getRefusal();
    assertThat(refusal.getKind()).isEqualTo(RefusalKind.REFUSAL_KIND_FENCED);
    first.from().ends();
  }

  @Test
  void an_agent_that_sends_and_does_not_read_is_not_listened_to_without_end() throws Exception {
    ClientCall<FromAgent, ToAgent> call =
        rig.channelWithSmallWindow().newCall(ControlGrpc.getConnectMethod(), CallOptions.DEFAULT);
    BlockingQueue<ToAgent> answers = new LinkedBlockingQueue<>();
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(ToAgent answer) {
            answers.add(answer);
          }
        },
        new Metadata());
    call.request(1);
    call.sendMessage(FromAgent.newBuilder().setRegister(Rig.node("nyc")).build());
    ToAgent granted = requireNonNull(answers.poll(20, TimeUnit.SECONDS));
    FromAgent renew =
        FromAgent.newBuilder()
            .setRenew(
                Renew.newBuilder()
                    .setEpoch(granted.getRegistered().getEpoch())
                    .setLoad(
                        Load.newBuilder()
                            .setInFlight(Integer.MAX_VALUE)
                            .setQueued(Integer.MAX_VALUE)
                            .setSlots(Integer.MAX_VALUE)
                            .setMeanServiceMicros(Long.MAX_VALUE)
                            .setEpoch(Long.MAX_VALUE)))
            .build();

    // Without a limit, the orchestrator would take all of these and keep an answer to each.
    int sent = 0;
    for (int idle = 0; idle < 5 && sent < 60_000; ) {
      if (call.isReady()) {
        call.sendMessage(renew);
        sent++;
        idle = 0;
      } else {
        idle++;
        pause();
      }
    }

    assertThat(sent).isLessThan(40_000);
    call.cancel("done", null);
  }

  @Test
  void a_client_that_asks_for_it_gets_the_full_view_again() throws Exception {
    RawClient client = rig.client();
    client.from().next(ToClient::hasFull);

    client.to().onNext(FromClient.newBuilder().setResync(Resync.getDefaultInstance()).build());

    client.from().next(ToClient::hasFull);
  }

  private Refusal refusal(Register register) throws InterruptedException {
    RawAgent agent = rig.agent();
    agent.to().onNext(FromAgent.newBuilder().setRegister(register).build());
    Refusal refusal = agent.from().next(ToAgent::hasRefusal).getRefusal();
    agent.from().ends();
    return refusal;
  }

  private static Predicate<ToClient> changes(String node) {
    return message ->
        message.getDelta().getChangedList().stream()
            .anyMatch(entry -> entry.getNode().equals(node));
  }

  private static Predicate<ToClient> is(String node, Liveness liveness) {
    return message ->
        message.getDelta().getChangedList().stream()
            .anyMatch(entry -> entry.getNode().equals(node) && entry.getLiveness() == liveness);
  }

  private static FromClient reached(String node) {
    return sighting(node, SightingKind.SIGHTING_KIND_REACHED);
  }

  private static FromClient sighting(String node, SightingKind kind) {
    return FromClient.newBuilder()
        .setSightings(
            Sightings.newBuilder()
                .addSightings(
                    Sighting.newBuilder().setNode(node).setKind(kind).setHeardMillisAgo(0)))
        .build();
  }

  /** Real sockets, real time: as often as a client may speak. */
  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void keda_is_answered_at_the_port_where_agents_are() {
    ScaledObjectRef ref = ScaledObjectRef.newBuilder().putScalerMetadata("zone", "west2").build();
    assertThatThrownBy(() -> ExternalScalerGrpc.newBlockingStub(rig.channel()).getMetricSpec(ref))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("there is no zone \"west2\"");
  }
}
