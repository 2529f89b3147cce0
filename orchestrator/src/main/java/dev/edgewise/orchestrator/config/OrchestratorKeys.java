package dev.edgewise.orchestrator.config;

import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.daemon.SharedKeys;
import dev.edgewise.daemon.TlsKeys;
import dev.edgewise.daemon.config.Key;
import dev.edgewise.daemon.config.KeySet;
import dev.edgewise.daemon.config.KeySet.Objection;
import dev.edgewise.daemon.config.Kind;
import dev.edgewise.daemon.config.Machine;
import dev.edgewise.daemon.config.Schema;
import dev.edgewise.daemon.config.Values;
import dev.edgewise.daemon.log.LogFormat;
import dev.edgewise.orchestrator.fleet.FleetSettings;
import dev.edgewise.orchestrator.gateway.GatewaySettings;
import dev.edgewise.orchestrator.gateway.PictureShelf;
import dev.edgewise.orchestrator.gateway.generation.GenerationSettings;
import dev.edgewise.orchestrator.identity.CallerRule;
import dev.edgewise.orchestrator.rules.RuleFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** All keys of an orchestrator's configuration: default, unit, bound and meaning side by side. */
final class OrchestratorKeys {
  private static final String INTRODUCTION =
      """
      Runs the orchestrator: agents register with it, applications learn of them from it, operators
      see and steer them with it. It is not in the path of a call: without it, calls go on. Only who
      has no SDK calls through it, by HTTP or with plain gRPC stubs.

        edgewise orchestrator
        edgewise orchestrator --grpc-port 0 --http-port 0 --data-folder /tmp/fleet

      """;

  private final KeySet all = new KeySet();

  private final Key<String> bind;
  private final TlsKeys tls;
  private final Key<Integer> grpcPort;
  private final Key<Integer> httpPort;
  private final Key<Path> dataFolder;
  private final Key<String> registry;
  private final Key<Duration> lease;
  private final Key<Duration> heartbeat;
  private final Key<Duration> gone;
  private final Key<Integer> maxNodes;
  private final Key<Integer> maxClients;
  private final Key<String> site;
  private final Key<CallerRule> callers;
  private final Key<Integer> maxCalls;
  private final Key<Long> maxHeld;
  private final Key<Integer> maxPictures;
  private final Key<Long> maxPictureBytes;
  private final Key<Duration> pictureAge;
  private final Key<Duration> gatewayGrace;
  private final Key<Integer> maxGenerations;
  private final Key<Long> maxGenerationBytes;
  private final Key<Path> rules;
  private final ZonesKeys zones;
  private final Key<Long> contentBytes;
  private final Key<Long> maxMessage;
  private final Key<Integer> maxConnections;
  private final Key<Boolean> exitWithStdin;
  private final Key<LogFormat> logFormat;

  OrchestratorKeys(Machine machine) {
    bind = all.add(SharedKeys.bind());
    tls = new TlsKeys(all);
    grpcPort =
        all.add(
            Key.of(
                "grpcPort",
                Kind.integer(0, 65_535),
                "7443",
                "The port for agents, applications and the command line; 0 picks a free one."));
    httpPort =
        all.add(
            Key.of(
                "httpPort",
                Kind.integer(0, 65_535),
                "7400",
                "The port for the page, metrics and health; 0 picks a free one."));
    dataFolder =
        all.add(
            Key.of(
                "dataFolder",
                Kind.path(),
                machine.stateFolder().resolve("orchestrator").toString(),
                "Where what has to outlive the process lies; EDGEWISE_DATA and XDG_STATE_HOME move"
                    + " the default."));
    registry =
        all.add(
            Key.optional(
                "registry",
                Kind.integration("consul://127.0.0.1:8500"),
                "Where the fleet is published for programs that look there. Without one, and while"
                    + " it is away, the fleet works all the same."));
    lease =
        all.add(
            Key.of(
                "lease",
                Kind.duration("500ms", "10m"),
                "3s",
                "A node is suspect when its agent has been silent for so long; ten times that on"
                    + " metered links."));
    heartbeat =
        all.add(
            Key.of(
                "heartbeat",
                Kind.duration("100ms", "2m"),
                "1s",
                "How often agents renew their lease; ten times as rarely on metered links."));
    gone =
        all.add(
            Key.of(
                "gone",
                Kind.duration("1s", "24h"),
                "30s",
                "A suspect node that no caller has reached for so long is dead."));
    maxNodes =
        all.add(
            Key.of(
                "maxNodes", Kind.integer(1, 100_000), "10000", "Nodes that the fleet may have."));
    maxClients =
        all.add(
            Key.of(
                "maxClients",
                Kind.integer(1, 100_000),
                "2000",
                "Applications that may be told of the fleet at the same time."));
    site =
        all.add(
            Key.optional(
                "site",
                Kind.name(),
                "The site where the gateway stands, when it stands in one: without it, no data"
                    + " labelled local-only passes through it."));
    callers =
        all.add(
            Key.derived(
                "callers",
                Kind.oneOf(CallerRule.class),
                values -> tls.files(values).isPresent() ? "keys" : "open",
                "keys with tls, else open",
                "Whom the gateway lets in, by HTTP and by plain gRPC stubs: open, whoever reaches"
                    + " it; keys, who shows an API key of 'edgewise key add', or a certificate."));
    maxCalls =
        all.add(
            Key.of(
                "maxCalls",
                Kind.integer(1, 100_000),
                "256",
                "Calls through the gateway at the same time, streams included; one beyond is told"
                    + " to try again."));
    maxHeld =
        all.add(
            Key.of(
                "maxHeld",
                Kind.size("4MiB", "16GiB"),
                "32MiB",
                "Bytes of requests and answers that calls through the gateway hold together."));
    maxPictures =
        all.add(
            Key.of(
                "maxPictures",
                Kind.integer(1, 100_000),
                "256",
                "Pictures from POST /generate that are kept behind their addresses; the oldest make"
                    + " room."));
    maxPictureBytes =
        all.add(
            Key.of(
                "maxPictureBytes",
                Kind.size("1MiB", "16GiB"),
                "64MiB",
                "Bytes of all pictures that are kept; they lie in the heap."));
    pictureAge =
        all.add(
            Key.of(
                "pictureAge",
                Kind.duration("1s", "168h"),
                "1h",
                "How long a picture is kept; its address then answers 410."));
    gatewayGrace =
        all.add(
            Key.of(
                "gatewayGrace",
                Kind.duration("0s", "1h"),
                "30s",
                "How long a stream of a resumable method goes on through the gateway when its"
                    + " client has gone, so that the client can come back to it; 0s ends it with"
                    + " its client."));
    maxGenerations =
        all.add(
            Key.of(
                "maxGenerations",
                Kind.integer(1, 100_000),
                "256",
                "Streams of resumable methods through the gateway at the same time, those included"
                    + " whose client has gone; one beyond is told to try again."));
    maxGenerationBytes =
        all.add(
            Key.of(
                "maxGenerationBytes",
                Kind.size("4MiB", "16GiB"),
                "64MiB",
                "Bytes of what such streams have given and clients may come back for, of all"
                    + " together; of one, 4 MiB. They lie in the heap."));
    rules =
        all.add(
            Key.optional(
                "rules",
                Kind.path(),
                "A file of rules about calls and answers, which the whole fleet obeys. Changes are"
                    + " taken within 2 s; a file that has become wrong changes nothing."));
    zones = new ZonesKeys(all, tls);
    contentBytes =
        all.add(
            Key.of(
                "contentBytes",
                Kind.size("1MiB", "1TiB"),
                "10GiB",
                "Bytes of scripts, data, models and checkpoints of training jobs that are kept in"
                    + " the data folder; 1 GiB of its disk stays free."));
    maxMessage =
        all.add(Key.of("maxMessage", Kind.size("64KiB", "64MiB"), "4MiB", "Bytes of one message."));
    maxConnections =
        all.add(
            Key.of(
                "maxConnections",
                Kind.integer(1, 1_000_000),
                "13000",
                "Connections; one beyond is closed as soon as it is accepted."));
    exitWithStdin = all.add(SharedKeys.exitWithStdin());
    logFormat = all.add(SharedKeys.logFormat());
    all.rule(values -> tls.objection(values, (given, who) -> notAnOrchestrator(who)));
    tls.guards(bind);
    all.rule(this::asksWhoCalls);
    all.rule(
        values ->
            new RuleFile(values.find(rules))
                .objection()
                .map(objection -> new Objection(rules, objection)));
    all.rule(this::heartbeatFitsLease);
  }

  Schema<OrchestratorConfig> schema() {
    return new Schema<>(INTRODUCTION, all, this::config);
  }

  private static Optional<String> notAnOrchestrator(PeerIdentity who) {
    return who.role() == PeerIdentity.Role.ORCHESTRATOR
        ? Optional.empty()
        : Optional.of(
            "this is an orchestrator. Name its own file, or issue it one with 'edgewise certs issue"
                + " orchestrator'.");
  }

  private Optional<Objection> asksWhoCalls(Values values) {
    return tls.files(values).isPresent()
            && values.find(callers).equals(Optional.of(CallerRule.OPEN))
        ? Optional.of(
            new Objection(
                callers,
                "would let in whoever reaches this server, and with tls others than this machine"
                    + " may reach it. Leave it out, and make an API key for who has no"
                    + " certificate."))
        : Optional.empty();
  }

  private Optional<Objection> heartbeatFitsLease(Values values) {
    Optional<Duration> interval = values.find(heartbeat);
    Optional<Duration> limit = values.find(lease);
    if (interval.isEmpty()
        || limit.isEmpty()
        || interval.get().multipliedBy(2).compareTo(limit.get()) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Objection(
            heartbeat,
            "is more than half of the lease, so that one lost message would end it (expected: at"
                + " most half of lease). Make it shorter, or the lease longer."));
  }

  private OrchestratorConfig config(Values values) {
    return new OrchestratorConfig(
        values.get(bind),
        tls.files(values),
        values.get(grpcPort),
        values.get(httpPort),
        values.get(dataFolder),
        values.find(registry),
        FleetSettings.of(
            values.get(lease),
            values.get(heartbeat),
            values.get(gone),
            values.get(maxNodes),
            values.get(maxClients)),
        new GatewaySettings(
            values.find(site),
            values.get(maxCalls),
            values.get(maxHeld),
            new PictureShelf.Bounds(
                values.get(maxPictures), values.get(maxPictureBytes), values.get(pictureAge)),
            GenerationSettings.of(
                values.get(maxGenerations),
                values.get(maxGenerationBytes),
                values.get(gatewayGrace))),
        values.get(callers),
        new RuleFile(values.find(rules)),
        zones.config(values),
        values.get(contentBytes),
        Math.toIntExact(values.get(maxMessage)),
        values.get(maxConnections),
        values.get(exitWithStdin),
        values.get(logFormat));
  }
}
