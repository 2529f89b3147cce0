package dev.edgewise.daemon.config;

import dev.edgewise.core.Trust;
import dev.edgewise.daemon.config.KeySet.Objection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The configuration of a daemon that exists only here, with a key of each kind. */
record Station(
    String name,
    Trust trust,
    int port,
    int otherPort,
    Duration lease,
    Duration heartbeat,
    Optional<Long> most,
    Optional<Double> price,
    boolean quiet,
    List<String> words,
    Path folder,
    List<Path> jars,
    String bind,
    Optional<String> peer) {

  static Schema<Station> schema() {
    KeySet keys = new KeySet();
    Key<String> name = keys.add(Key.required("name", Kind.name(), "What it is called."));
    Key<Trust> trust =
        keys.add(Key.of("trust", Kind.oneOf(Trust.class), "own", "How far it is trusted."));
    Key<Integer> port = keys.add(Key.of("port", Kind.integer(0, 65_535), "0", "A port."));
    Key<Integer> otherPort =
        keys.add(
            Key.derived(
                "otherPort",
                Kind.integer(0, 65_535),
                values -> values.find(port).filter(p -> p > 0).map(p -> "" + (p + 1)).orElse("0"),
                "port + 1",
                "Another port."));
    Key<Duration> lease =
        keys.add(Key.of("lease", Kind.duration("1s", "10m"), "3s", "How long a lease lasts."));
    Key<Duration> heartbeat =
        keys.add(Key.of("heartbeat", Kind.duration("10ms", "10m"), "1s", "How often to renew."));
    Key<Long> most = keys.add(Key.optional("most", Kind.size("1KiB", "64MiB"), "At most so much."));
    Key<Double> price = keys.add(Key.optional("price", Kind.number(1_000), "What an hour costs."));
    Key<Boolean> quiet = keys.add(Key.of("quiet", Kind.flag(), "false", "Say less."));
    Key<List<String>> words =
        keys.add(
            Key.optional(
                "words",
                Kind.several("words", text -> dev.edgewise.core.Names.check("word", text)),
                "Free words."));
    Key<Path> folder = keys.add(Key.of("dataFolder", Kind.path(), "/state", "Where things lie."));
    Key<List<Path>> jars = keys.add(Key.of("jars", Kind.paths(), "a.jar", "What it runs."));
    Key<String> bind = keys.add(Key.of("bind", Kind.address(), "127.0.0.1", "Where it listens."));
    Key<String> peer =
        keys.add(Key.optional("peer", Kind.hostAndPort("10.0.0.7:7443"), "Whom it talks to."));
    keys.rule(
        values ->
            values
                .find(heartbeat)
                .flatMap(
                    each ->
                        values
                            .find(lease)
                            .filter(whole -> each.compareTo(whole) >= 0)
                            .map(
                                whole ->
                                    new Objection(
                                        heartbeat,
                                        "must be shorter than lease ("
                                            + values.origin(lease)
                                            + "). Make it a third of it."))));
    keys.rule(
        values ->
            values
                .find(port)
                .filter(p -> p > 0 && values.find(otherPort).equals(Optional.of(p)))
                .map(p -> new Objection(otherPort, "is taken by port. Choose another.")));
    return new Schema<>(
        "Runs a station.\n\n  station --name s1\n",
        keys,
        values ->
            new Station(
                values.get(name),
                values.get(trust),
                values.get(port),
                values.get(otherPort),
                values.get(lease),
                values.get(heartbeat),
                values.find(most),
                values.find(price),
                values.get(quiet),
                values.find(words).orElse(List.of()),
                values.get(folder),
                values.get(jars),
                values.get(bind),
                values.find(peer)));
  }
}
