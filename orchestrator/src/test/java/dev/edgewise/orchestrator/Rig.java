package dev.edgewise.orchestrator;

import dev.edgewise.core.Clock;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.daemon.log.LogFormat;
import dev.edgewise.orchestrator.config.OrchestratorConfig;
import dev.edgewise.orchestrator.config.ZonesConfig;
import dev.edgewise.orchestrator.fleet.FleetSettings;
import dev.edgewise.orchestrator.gateway.GatewaySettings;
import dev.edgewise.orchestrator.gateway.PictureShelf;
import dev.edgewise.orchestrator.gateway.generation.GenerationSettings;
import dev.edgewise.orchestrator.identity.CallerRule;
import dev.edgewise.orchestrator.rules.RuleFile;
import dev.edgewise.proto.v1.ControlGrpc;
import dev.edgewise.proto.v1.FleetGrpc;
import dev.edgewise.proto.v1.FromAgent;
import dev.edgewise.proto.v1.FromClient;
import dev.edgewise.proto.v1.Hello;
import dev.edgewise.proto.v1.OfferedService;
import dev.edgewise.proto.v1.Register;
import dev.edgewise.proto.v1.Renew;
import dev.edgewise.proto.v1.Site;
import dev.edgewise.proto.v1.Tier;
import dev.edgewise.proto.v1.ToAgent;
import dev.edgewise.proto.v1.ToClient;
import dev.edgewise.proto.v1.Trust;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real orchestrator in this JVM, and raw agents and clients that talk to it over sockets. */
final class Rig implements AutoCloseable {
  private static final Pattern GRPC = Pattern.compile("grpc=127\\.0\\.0\\.1:(\\d+)");

  private final Path folder;
  private final FleetSettings settings;
  private final GenerationSettings generations;
  private final CallerRule callers;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private Orchestrator orchestrator;

  Rig(Path folder, FleetSettings settings) {
    this(folder, settings, GenerationSettings.STANDARD);
  }

  Rig(Path folder, FleetSettings settings, GenerationSettings generations) {
    this(folder, settings, generations, CallerRule.OPEN);
  }

  Rig(Path folder, FleetSettings settings, GenerationSettings generations, CallerRule callers) {
    this.callers = callers;
    this.folder = folder;
    this.settings = settings;
    this.generations = generations;
    this.orchestrator = start();
  }

  /** An agent's stream. */
  record RawAgent(StreamObserver<FromAgent> to, RawStream<ToAgent> from, ManagedChannel channel) {
    long registers(Register register) throws InterruptedException {
      to.onNext(FromAgent.newBuilder().setRegister(register).build());
      return from.next(ToAgent::hasRegistered).getRegistered().getEpoch();
    }

    void renews(long epoch) {
      to.onNext(FromAgent.newBuilder().setRenew(Renew.newBuilder().setEpoch(epoch)).build());
    }
  }

  /** A client's stream. */
  record RawClient(StreamObserver<FromClient> to, RawStream<ToClient> from) {}

  RawAgent agent() {
    RawStream<ToAgent> from = new RawStream<>();
    ManagedChannel channel = channel();
    return new RawAgent(ControlGrpc.newStub(channel).connect(from), from, channel);
  }

  RawClient client() {
    RawStream<ToClient> from = new RawStream<>();
    StreamObserver<FromClient> to = FleetGrpc.newStub(channel()).watch(from);
    to.onNext(
        FromClient.newBuilder()
            .setHello(Hello.newBuilder().setProtocol(1).setClient("shop").setVersion("0.1.0"))
            .build());
    return new RawClient(to, from);
  }

  static Register node(String name) {
    return Register.newBuilder()
        .setProtocol(1)
        .setNode(name)
        .setTier(Tier.TIER_EDGE)
        .setSite(Site.newBuilder().setName(name).setTrust(Trust.TRUST_OWN))
        .setAddress("127.0.0.1:7501")
        .setVersion("0.1.0")
        .addServices(OfferedService.newBuilder().setName("shop.v1.Vision").addMethods("detect"))
        .build();
  }

  /** Ends the orchestrator and starts another on the same store. */
  void restarts() {
    orchestrator.close();
    orchestrator = start();
  }

  Orchestrator orchestrator() {
    return orchestrator;
  }

  ManagedChannel channelWithSmallWindow() {
    return channel(1 << 16);
  }

  /** Where the page is. */
  String http() {
    return orchestrator.readyLine().replaceFirst(".* http=(\\S+).*", "$1");
  }

  ManagedChannel channel() {
    return channel(1 << 20);
  }

  private ManagedChannel channel(int window) {
    Matcher port = GRPC.matcher(orchestrator.readyLine());
    if (!port.find()) {
      throw new IllegalStateException(orchestrator.readyLine());
    }
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", Integer.parseInt(port.group(1)))
            .usePlaintext()
            .flowControlWindow(window)
            .build();
    channels.add(channel);
    return channel;
  }

  private Orchestrator start() {
    return start(0, 0, Optional.empty(), folder, settings, generations, callers);
  }

  /** Starts an orchestrator at ports that are named, or free. */
  static Orchestrator start(
      int grpcPort,
      int httpPort,
      Optional<TlsFiles> tls,
      Path folder,
      FleetSettings settings,
      GenerationSettings generations,
      CallerRule callers) {
    return Orchestrator.start(
        new OrchestratorConfig(
            "127.0.0.1",
            tls,
            grpcPort,
            httpPort,
            folder,
            Optional.empty(),
            settings,
            new GatewaySettings(
                Optional.empty(), 100, 32 << 20, PictureShelf.Bounds.DEFAULT, generations),
            callers,
            new RuleFile(Optional.of(folder.resolve("rules.yaml")).filter(Files::exists)),
            new ZonesConfig(
                List.of(), Optional.empty(), Optional.empty(), false, Duration.ofMinutes(10)),
            64L << 20,
            4 << 20,
            1_000,
            false,
            LogFormat.TEXT),
        "0.1.0",
        Clock.system());
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    orchestrator.close();
  }
}
