package dev.edgewise.agent.config;

import dev.edgewise.agent.rpc.ServerLimits;
import dev.edgewise.agent.serve.Capacity;
import dev.edgewise.daemon.config.Key;
import dev.edgewise.daemon.config.KeySet;
import dev.edgewise.daemon.config.KeySet.Objection;
import dev.edgewise.daemon.config.Kind;
import dev.edgewise.daemon.config.Machine;
import dev.edgewise.daemon.config.Values;
import java.util.Optional;

/** The keys of how much an agent takes on, and of what it lets callers send. */
final class LimitKeys {
  private final KeySet all;
  private final Key<Integer> concurrency;
  private final Key<Integer> queue;
  private final Key<Integer> maxCalls;
  private final Key<Long> maxWhole;
  private final Key<Long> maxHeld;
  private final Key<Long> maxDirect;
  private final Key<Long> maxMessage;
  private final Key<Long> maxHeaders;
  private final Key<Integer> maxStreams;
  private final Key<Integer> maxOpenStreams;
  private final Key<Integer> maxConnections;
  private final Key<Integer> maxResets;

  /** Adds the keys to the agent's others. */
  LimitKeys(KeySet all, Machine machine) {
    this.all = all;
    concurrency =
        add(
            Key.of(
                "concurrency",
                Kind.integer(1, 10_000),
                Integer.toString(machine.cores()),
                "Calls of one method that run at the same time (default: this machine's cores)."));
    queue =
        add(
            Key.derived(
                "queue",
                Kind.integer(0, 100_000),
                values -> Integer.toString(4 * values.find(concurrency).orElse(1)),
                "4 × concurrency",
                "Calls of one method that wait; those beyond are refused at once."));
    maxCalls =
        add(
            Key.of(
                "maxCalls",
                Kind.integer(1, 1_000_000),
                "500",
                "Calls of all methods together, running, waiting or being answered."));
    maxOpenStreams =
        add(
            Key.of(
                "maxOpenStreams",
                Kind.integer(1, 100_000),
                Integer.toString(Capacity.DEFAULT_OPEN_STREAMS),
                "Streams of all methods together that are open; they take no place of maxCalls."));
    maxWhole =
        add(
            Key.of(
                "maxWhole",
                Kind.size("4MiB", "1GiB"),
                "128MiB",
                "Bytes of one message in chunks, in and out."));
    maxHeld =
        add(
            Key.of(
                "maxHeld",
                Kind.size("1MiB", "1TiB"),
                "64MiB",
                "Bytes of requests and unsent answers in the heap; above it, calls are refused at"
                    + " once."));
    maxDirect =
        add(
            Key.derived(
                "maxDirect",
                Kind.size("1MiB", "1TiB"),
                values -> Long.toString(2 * values.find(maxWhole).orElse(1L)),
                "2 × maxWhole",
                "The same outside the heap, where messages in chunks lie; no more than the JVM's"
                    + " -XX:MaxDirectMemorySize."));
    maxMessage =
        add(
            Key.of(
                "maxMessage",
                Kind.size("1KiB", "64MiB"),
                "4MiB",
                "Bytes of one message that is not in chunks, in and out."));
    maxHeaders =
        add(Key.of("maxHeaders", Kind.size("1KiB", "1MiB"), "8KiB", "Bytes of a call's headers."));
    maxStreams =
        add(
            Key.of(
                "maxStreams",
                Kind.integer(1, 100_000),
                "1000",
                "Calls on one connection. More than maxCalls, so that a caller whose calls all wait"
                    + " still gets refusals and probes through."));
    maxConnections = add(Key.of("maxConnections", Kind.integer(1, 100_000), "256", "Connections."));
    maxResets =
        add(
            Key.of(
                "maxResets",
                Kind.integer(1, 1_000_000),
                "1000",
                "Calls that one connection may cancel within 10 s before it is closed."));
    all.rule(this::aWholeMessageFits);
  }

  Capacity capacity(Values values) {
    return new Capacity(
        values.get(concurrency),
        values.get(queue),
        values.get(maxCalls),
        values.get(maxHeld),
        values.get(maxDirect),
        values.get(maxOpenStreams));
  }

  ServerLimits limits(Values values) {
    return new ServerLimits(
        Math.toIntExact(values.get(maxMessage)),
        Math.toIntExact(values.get(maxWhole)),
        Math.toIntExact(values.get(maxHeaders)),
        values.get(maxStreams),
        values.get(maxConnections),
        values.get(maxResets));
  }

  private <T> Key<T> add(Key<T> key) {
    return all.add(key);
  }

  private Optional<Objection> aWholeMessageFits(Values values) {
    return values
        .find(maxDirect)
        .filter(direct -> values.find(maxWhole).filter(whole -> whole > direct).isPresent())
        .map(
            direct ->
                new Objection(
                    maxDirect,
                    "is less than maxWhole ("
                        + values.origin(maxWhole)
                        + "), so that the largest message could never come. Give it at least as"
                        + " much."));
  }
}
