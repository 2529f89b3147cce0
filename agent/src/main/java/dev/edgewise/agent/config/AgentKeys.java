package dev.edgewise.agent.config;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Names;
import dev.edgewise.core.Trust;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.daemon.SharedKeys;
import dev.edgewise.daemon.TlsKeys;
import dev.edgewise.daemon.config.Key;
import dev.edgewise.daemon.config.KeySet;
import dev.edgewise.daemon.config.KeySet.Objection;
import dev.edgewise.daemon.config.Kind;
import dev.edgewise.daemon.config.Machine;
import dev.edgewise.daemon.config.Values;
import dev.edgewise.daemon.log.LogFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All keys of an agent's configuration: default, unit, bound and meaning side by side. */
final class AgentKeys {
  private static final int MAX_TAGS = 32;
  private static final int MAX_ACCELERATORS = 16;

  private final KeySet all = new KeySet();

  final Key<String> node;
  final TlsKeys tls;
  final Key<String> site;
  final Key<Trust> trust;
  final Key<List<Path>> services;
  final Key<Path> dataFolder;
  final Key<String> bind;
  final Key<Integer> grpcPort;
  final Key<Integer> httpPort;
  final Key<String> orchestrator;
  final Key<String> advertise;
  final Key<List<String>> tags;
  final Key<List<Accelerator>> accelerators;
  final Key<Boolean> metered;
  final Key<Double> costPerHour;
  final Key<Double> idleWatts;
  final Key<Double> busyWatts;
  final LimitKeys limits;
  final ModelKeys models;
  final CacheKeys cache;
  final TrainingKeys training;
  final Key<Duration> drain;
  final Key<Boolean> exitWithStdin;
  final Key<Duration> endWithoutLease;
  final Key<LogFormat> logFormat;
  final Key<List<String>> edgeNodes;
  final Key<String> cloudZone;
  final Key<List<String>> set;
  final Key<Boolean> development;

  /** The keys of an agent of this tier on this machine. */
  AgentKeys(Tier tier, Machine machine) {
    node = add(Key.required("node", Kind.name(), "The node's name, unique in its fleet."));
    tls = new TlsKeys(all);
    site =
        add(
            switch (tier) {
              case EDGE ->
                  Key.derived(
                      "site",
                      Kind.name(),
                      this::siteName,
                      "that of the certificate, else the node's name",
                      "The place where the node stands: one shop, one flat, behind one link.");
              case CLOUD ->
                  Key.required(
                      "zone", Kind.name(), "The zone that the node belongs to, such as west1.");
            });
    trust =
        add(
            Key.of(
                "trust",
                Kind.oneOf(Trust.class),
                "own",
                "How far the tenant trusts this place; it decides which labels the node may see."));
    services =
        add(
            Key.optional(
                "services",
                Kind.paths(),
                "Service jars, or folders of classes, whose bodies for this tier are hosted; must"
                    + " be given where no models are."));
    dataFolder =
        add(
            Key.derived(
                "dataFolder",
                Kind.path(),
                values ->
                    machine.stateFolder().resolve("agents").resolve(nodeName(values)).toString(),
                machine.stateFolder() + "/agents/<node>",
                "Folder of this agent alone: copies of service jars."));
    bind = add(SharedKeys.bind());
    grpcPort =
        add(
            Key.of(
                "grpcPort",
                Kind.integer(0, 65_535),
                "7501",
                "The port for calls; 0 picks a free one, which the line \"ready\" names."));
    httpPort =
        add(
            Key.derived(
                "httpPort",
                Kind.integer(0, 65_535),
                values -> Integer.toString(httpPortFor(values.find(grpcPort).orElse(0))),
                "grpcPort + 100, or 0 when that is 0",
                "The port for metrics and health by HTTP; 0 picks a free one, which the line"
                    + " \"ready\" names."));
    orchestrator =
        add(
            Key.optional(
                "orchestrator",
                Kind.located("127.0.0.1:7443", "consul://127.0.0.1:8500"),
                "The fleet's orchestrator, or who knows where it is. The agent registers with it;"
                    + " without one, or while it cannot be reached, the agent takes calls all the"
                    + " same."));
    advertise =
        add(
            Key.optional(
                "advertise",
                Kind.hostAndPort("10.0.0.7:7501"),
                "Where callers reach this agent, when that is not where it listens."));
    tags =
        add(
            Key.optional(
                "tags",
                Kind.several(
                    "at most 32 names, in the file as a list, elsewhere separated by commas",
                    AgentKeys::tag),
                "Free words by which operators find the node."));
    accelerators =
        add(
            Key.optional(
                "accelerators",
                Kind.several(
                    "at most 16 of kind, kind-model or kind-model=memory, such as gpu, tpu-v4 or"
                        + " gpu-t4=16GB, in the file as a list, elsewhere separated by commas",
                    Accelerator::declared),
                "What the node has beside its processor and cannot find by itself; calls that need"
                    + " it come here, and it is shown as declared."));
    metered =
        add(
            Key.of(
                "metered",
                Kind.flag(),
                "false",
                "The node's link costs by volume: leases are longer, heartbeats rarer."));
    costPerHour =
        add(
            Key.optional(
                "costPerHour",
                Kind.number(1_000_000),
                "What an hour of the node costs, in the fleet's currency."));
    idleWatts =
        add(
            Key.optional(
                "idleWatts", Kind.number(100_000), "Watts of the node with nothing to do."));
    busyWatts =
        add(
            Key.optional(
                "busyWatts", Kind.number(100_000), "Watts of the node with all it can do."));
    limits = new LimitKeys(all, machine);
    models = new ModelKeys(all, machine);
    cache = new CacheKeys(all);
    training = new TrainingKeys(all);
    drain =
        add(
            Key.of(
                "drain",
                Kind.duration("0s", "1h"),
                "10s",
                "How long calls may take to end after SIGTERM before they are cut off."));
    exitWithStdin = add(SharedKeys.exitWithStdin());
    endWithoutLease =
        add(
            Key.optional(
                "endWithoutLease",
                Kind.duration("1s", "168h"),
                "An agent that has no lease for so long drains and ends; without it, it goes on"
                    + " alone. Nodes that an orchestrator starts for a zone are given it, so that"
                    + " none is left behind."));
    logFormat = add(SharedKeys.logFormat());
    edgeNodes =
        add(
            Key.optional(
                "edgeNodes",
                Kind.several(
                    "name=host:port, … or, with an orchestrator, names alone", AgentKeys::nonBlank),
                "Edge nodes that bodies call through clients of other services."));
    cloudZone =
        add(
            Key.optional(
                "cloudZone",
                Kind.one(
                    "zone=host:port,… or, with an orchestrator, its name alone",
                    AgentKeys::nonBlank),
                "The cloud zone that bodies call through clients of other services."));
    set =
        add(
            Key.optional(
                "set",
                Kind.several("Record.component=value, …", AgentKeys::setting),
                "Values for the configuration records that bodies take, for example"
                    + " AnalyticsConfig.threshold=0.3."));
    development =
        add(
            Key.of(
                "development",
                Kind.flag(),
                "false",
                "Callers are told what bodies throw; else only that they failed, and the log tells"
                    + " what."));
    all.rule(values -> tls.objection(values, (given, who) -> notThisNode(given, who, tier)));
    all.rule(this::offersSomething);
    all.rule(this::servicesAreThere);
    all.rule(this::fewTags);
    all.rule(this::fewAccelerators);
    all.rule(this::portsDiffer);
    all.rule(this::figuresMakeSense);
    tls.guards(bind);
    all.rule(values -> AddressRules.isFound(this, values));
    all.rule(values -> AddressRules.advertisesToSomebody(this, values));
    all.rule(this::nodesHaveAddresses);
    all.rule(values -> AddressRules.leaseFromSomebody(this, values));
    all.rule(values -> training.needsOrchestrator(values, orchestrator));
  }

  KeySet all() {
    return all;
  }

  private <T> Key<T> add(Key<T> key) {
    return all.add(key);
  }

  private Optional<Objection> offersSomething(Values values) {
    return values.find(services).isPresent()
            || values.find(models.folder).isPresent()
            || training.trains(values)
        ? Optional.empty()
        : Optional.of(
            new Objection(
                services,
                "must be given where no models are and no training is. Name service jars, or a"
                    + " model repository with models."));
  }

  private Optional<Objection> servicesAreThere(Values values) {
    return values.find(services).stream()
        .flatMap(List::stream)
        .filter(path -> !Files.isReadable(path))
        .map(
            path ->
                new Objection(
                    services,
                    "nothing that this user may read is at "
                        + path
                        + ". Name service jars, or folders of classes, that are there."))
        .findFirst();
  }

  private String nodeName(Values values) {
    // Without a name nothing starts; its absence has been reported, and this one will not be used.
    return values.find(node).orElse("unnamed");
  }

  private String siteName(Values values) {
    return tls.identity(values).flatMap(PeerIdentity::site).orElseGet(() -> nodeName(values));
  }

  /** Peers go by the certificate, so nothing else may be said of the node than stands there. */
  private Optional<String> notThisNode(Values values, PeerIdentity who, Tier tier) {
    String name = nodeName(values);
    String place = values.find(site).orElse(name);
    return who.equals(PeerIdentity.node(name, place, tier))
        ? Optional.empty()
        : Optional.of(
            "this would be "
                + PeerIdentity.node(name, place, tier)
                + ". Name its own file, correct what is said of it here, or issue it another one"
                + " with 'edgewise certs issue node'.");
  }

  private Optional<Objection> portsDiffer(Values values) {
    return values
        .find(httpPort)
        .filter(port -> port > 0 && values.find(grpcPort).filter(port::equals).isPresent())
        .map(
            port ->
                new Objection(
                    httpPort,
                    "is also grpcPort ("
                        + values.origin(grpcPort)
                        + "). Give one of them another port."));
  }

  private Optional<Objection> fewTags(Values values) {
    return values
        .find(tags)
        .filter(all -> all.size() > MAX_TAGS)
        .map(
            all ->
                new Objection(
                    tags, all.size() + " tags are too many. Keep at most " + MAX_TAGS + "."));
  }

  private Optional<Objection> fewAccelerators(Values values) {
    return values
        .find(accelerators)
        .filter(all -> all.size() > MAX_ACCELERATORS)
        .map(
            all ->
                new Objection(
                    accelerators,
                    all.size() + " are too many. Declare at most " + MAX_ACCELERATORS + "."));
  }

  private Optional<Objection> figuresMakeSense(Values values) {
    return values
        .find(idleWatts)
        .filter(idle -> values.find(busyWatts).filter(busy -> busy < idle).isPresent())
        .map(
            idle ->
                new Objection(
                    idleWatts,
                    "is more than busyWatts ("
                        + values.origin(busyWatts)
                        + "). Perhaps they are the wrong way round."));
  }

  /** Only an orchestrator knows where a node of a bare name is. */
  private Optional<Objection> nodesHaveAddresses(Values values) {
    if (values.find(orchestrator).isPresent()) {
      return Optional.empty();
    }
    Optional<Objection> edge =
        values.find(edgeNodes).stream()
            .flatMap(List::stream)
            .filter(each -> each.indexOf('=') < 0)
            .map(each -> noAddress(edgeNodes, each, "name=host:port"))
            .findFirst();
    return edge.or(
        () ->
            values
                .find(cloudZone)
                .filter(each -> each.indexOf('=') < 0)
                .map(each -> noAddress(cloudZone, each, "zone=host:port,…")));
  }

  private static Objection noAddress(Key<?> key, String name, String form) {
    return new Objection(
        key,
        "\""
            + name
            + "\" has no address, and no orchestrator is named that would know it. Name the"
            + " orchestrator, or write "
            + form
            + ".");
  }

  private static int httpPortFor(int grpcPort) {
    return grpcPort == 0 || grpcPort > 65_435 ? 0 : grpcPort + 100;
  }

  private static String tag(String text) {
    return Names.check("tag", text);
  }

  private static String setting(String text) {
    if (text.indexOf('=') < 1) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static String nonBlank(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }
}
