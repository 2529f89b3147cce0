package dev.edgewise.orchestrator.config;

import dev.edgewise.core.Names;
import dev.edgewise.core.Trust;
import dev.edgewise.daemon.config.Key;
import dev.edgewise.daemon.config.KeySet;
import dev.edgewise.daemon.config.KeySet.Objection;
import dev.edgewise.daemon.config.Kind;
import dev.edgewise.daemon.config.Schema;
import dev.edgewise.daemon.config.Values;
import dev.edgewise.orchestrator.zone.ZoneTemplate;
import dev.edgewise.orchestrator.zone.process.NodeCertificates;
import dev.edgewise.sdk.wire.dynamic.WantedScale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** All keys of a zone's file: default, unit, bound and meaning side by side. */
final class ZoneKeys {
  private static final String INTRODUCTION = "What the nodes of one zone are started with.\n";
  private static final int FEWEST_REPAIRS = 3;
  private static final int DEFAULT_MAX = 4;

  /** What the orchestrator says itself to each node. */
  private static final Set<String> TAKEN =
      Set.of(
          "--node",
          "--tls",
          "--tls-key",
          "--tls-ca",
          "--zone",
          "--trust",
          "--orchestrator",
          "--grpc-port",
          "--http-port",
          "--data-folder",
          "--services",
          "--models",
          "--cost-per-hour",
          "--exit-with-stdin",
          "--end-without-lease");

  /** Who starts and ends the nodes of a zone. */
  private enum StartedBy {
    HERE,
    KUBERNETES
  }

  private final Optional<ZonePapers> papers;
  private final KeySet all = new KeySet();

  private final Key<String> zone =
      all.add(
          Key.required(
              "zone",
              Kind.one(
                  "a name of at most "
                      + ZoneTemplate.LONGEST_NAME
                      + " letters, digits, dots, dashes or underscores",
                  ZoneKeys::name),
              "The zone's name; its nodes are called by it and a number: west1-1."));
  private final Key<List<Path>> services =
      all.add(
          Key.optional(
              "services",
              Kind.paths(),
              "Service jars, or folders of classes; must be given where no models are, and nodes"
                  + " are started here."));
  private final Key<Path> models =
      all.add(Key.optional("models", Kind.path(), "A model repository, as agents take it."));
  private final Key<Trust> trust =
      all.add(
          Key.of("trust", Kind.oneOf(Trust.class), "own", "How far the tenant trusts the zone."));
  private final Key<Integer> max =
      all.add(
          Key.derived(
              "max",
              Kind.integer(1, ZoneTemplate.MOST_NODES),
              values -> wanted(values, WantedScale::max, DEFAULT_MAX),
              "as @Scale says, else " + DEFAULT_MAX,
              "Processes that the zone may have, those that start or end included."));
  private final Key<Integer> min =
      all.add(
          Key.derived(
              "min",
              Kind.integer(0, ZoneTemplate.MOST_NODES),
              values -> wanted(values, WantedScale::min, 0),
              "as @Scale says, else 0",
              "Nodes that always run; with 0 the zone sleeps when nothing is called."));
  private final Key<Integer> warm =
      all.add(
          Key.derived(
              "warm",
              Kind.integer(0, ZoneTemplate.MOST_NODES),
              values -> wanted(values, WantedScale::warm, 0),
              "as @Scale says, else 0",
              "Nodes beyond those needed that are started, have their models loaded, and get no"
                  + " calls until they are needed; as far as max allows."));
  private final Key<Double> onTime =
      all.add(
          Key.of(
              "onTime",
              Kind.one("a share from 0.5 to 0.9999", ZoneKeys::share),
              "0.99",
              "The share of calls that should end within their deadline."));
  private final Key<Duration> hold =
      all.add(
          Key.of(
              "hold",
              Kind.duration("1s", "24h"),
              "15s",
              "A node is ended when the target has held without it for so long."));
  private final Key<Double> costPerHour =
      all.add(
          Key.of(
              "costPerHour",
              Kind.number(1_000_000),
              "0",
              "What an hour of one node costs, in the fleet's currency."));
  private final Key<StartedBy> startedBy =
      all.add(
          Key.of(
              "startedBy",
              Kind.oneOf(StartedBy.class),
              "here",
              "Who starts and ends its nodes: here, this orchestrator does, as processes of its"
                  + " machine; kubernetes, that does, by the number that KEDA asks for here."));
  private final Key<Long> memory =
      all.add(
          Key.of("memory", Kind.size("64MiB", "1TiB"), "256MiB", "Heap of one node's process."));
  private final Key<List<String>> jvm =
      all.add(
          Key.optional(
              "jvm",
              Kind.several("flags of the JVM, each beginning with -", ZoneKeys::flag),
              "More flags of the nodes' JVM."));
  private final Key<List<String>> flags =
      all.add(
          Key.optional(
              "flags",
              Kind.several(
                  "options of an agent, each --name=value, but none that the orchestrator gives"
                      + " itself: "
                      + String.join(", ", TAKEN.stream().sorted().toList()),
                  ZoneKeys::option),
              "More options of the nodes' agents, such as --concurrency=4."));
  private final Key<Duration> startWithin =
      all.add(
          Key.of(
              "startWithin",
              Kind.duration("1s", "1h"),
              "2m",
              "A node that does not take calls so long after its start has failed."));
  private final Key<Duration> drainWithin =
      all.add(
          Key.of(
              "drainWithin",
              Kind.duration("1s", "1h"),
              "30s",
              "Calls of a node that is to end have so long."));
  private final Key<Integer> repairs =
      all.add(
          Key.derived(
              "repairs",
              Kind.integer(0, 1_000),
              values -> Integer.toString(Math.max(FEWEST_REPAIRS, values.find(max).orElse(0))),
              "max, at least " + FEWEST_REPAIRS,
              "Nodes that die and are replaced within ten minutes; one more, and nothing is started"
                  + " for ten minutes."));

  /**
   * The keys of one file.
   *
   * @param papers of nodes that are started here; empty where all is in plain text
   */
  ZoneKeys(Optional<ZonePapers> papers) {
    this.papers = papers;
    all.rule(this::offersSomething);
    all.rule(this::filesAreThere);
    all.rule(this::minIsAtMostMax);
    all.rule(this::warmIsAtMostMax);
    all.rule(this::eachNodeHasACertificate);
    all.rule(this::certificatesAreTheirs);
  }

  Schema<ZoneTemplate> schema() {
    return new Schema<>(INTRODUCTION, all, this::template);
  }

  /** What the developers of the services ask for, where the operator says nothing. */
  private String wanted(Values values, ToIntFunction<WantedScale> number, int otherwise) {
    int most = values.find(max).orElse(ZoneTemplate.MOST_NODES);
    return DevelopersScale.of(values.find(services).orElse(List.of()))
        .map(scale -> Math.min(most, number.applyAsInt(scale)))
        .map(nodes -> Integer.toString(nodes))
        .orElse(Integer.toString(otherwise));
  }

  private ZoneTemplate template(Values values) {
    return new ZoneTemplate(
        values.get(zone),
        values.get(trust),
        values.find(services).orElse(List.of()),
        values.find(models),
        values.get(min),
        values.get(max),
        values.get(warm),
        values.get(onTime),
        values.get(hold),
        values.get(costPerHour),
        isForeign(values),
        new ZoneTemplate.Processes(
            values.get(memory),
            values.find(jvm).orElse(List.of()),
            values.find(flags).orElse(List.of())),
        new ZoneTemplate.Patience(
            values.get(startWithin), values.get(drainWithin), values.get(repairs)));
  }

  private boolean isForeign(Values values) {
    return values.find(startedBy).filter(StartedBy.KUBERNETES::equals).isPresent();
  }

  private Optional<Objection> offersSomething(Values values) {
    return isForeign(values) || values.find(services).isPresent() || values.find(models).isPresent()
        ? Optional.empty()
        : Optional.of(
            new Objection(
                services,
                "must be given where no models are. Name service jars, or a model repository with"
                    + " models."));
  }

  private Optional<Objection> filesAreThere(Values values) {
    return Stream.concat(
            values.find(services).stream().flatMap(List::stream), values.find(models).stream())
        .filter(path -> !Files.isReadable(path))
        .map(
            path ->
                new Objection(
                    values.find(models).filter(path::equals).isPresent() ? models : services,
                    "nothing that this user may read is at " + path + ". Name what is there."))
        .findFirst();
  }

  private Optional<Objection> minIsAtMostMax(Values values) {
    return above(values, min, "Lower it, or raise max.");
  }

  private Optional<Objection> warmIsAtMostMax(Values values) {
    return above(values, warm, "Warm nodes count towards max: lower it, or raise max.");
  }

  private Optional<Objection> eachNodeHasACertificate(Values values) {
    return papers
        .filter(paper -> !isForeign(values))
        .flatMap(
            paper ->
                values
                    .find(zone)
                    .flatMap(
                        name ->
                            values
                                .find(max)
                                .flatMap(
                                    most -> NodeCertificates.tooFew(paper.folder(), name, most))))
        .map(wrong -> new Objection(max, wrong));
  }

  private Optional<Objection> certificatesAreTheirs(Values values) {
    return papers
        .filter(paper -> !isForeign(values))
        .flatMap(
            paper ->
                values
                    .find(zone)
                    .flatMap(
                        name -> NodeCertificates.wrong(paper.folder(), name, paper.orchestrator())))
        .map(wrong -> new Objection(zone, wrong));
  }

  private Optional<Objection> above(Values values, Key<Integer> key, String fix) {
    Optional<Integer> most = values.find(max);
    return values
        .find(key)
        .filter(value -> most.filter(limit -> value > limit).isPresent())
        .map(
            value ->
                new Objection(
                    key, value + " is more than max, " + most.orElseThrow() + ". " + fix));
  }

  private static String name(String text) {
    if (text.length() > ZoneTemplate.LONGEST_NAME) {
      throw new IllegalArgumentException(text);
    }
    return Names.check("zone", text);
  }

  private static double share(String text) {
    double value = text.matches("0\\.\\d{1,6}") ? Double.parseDouble(text) : 0;
    if (value < 0.5 || value > 0.9999) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }

  private static String flag(String text) {
    if (text.length() < 2 || text.charAt(0) != '-') {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static String option(String text) {
    int equals = text.indexOf('=');
    if (!text.startsWith("--") || TAKEN.contains(equals < 0 ? text : text.substring(0, equals))) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }
}
