package dev.edgewise.cli.demo;

import dev.edgewise.cli.demo.DemoEvent.Call;
import dev.edgewise.cli.demo.DemoEvent.Node;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** From events to the numbers of the demo. Pure; all times are milliseconds since the epoch. */
final class DemoFigures {
  /** A node is out of the way when no more than this share of the calls goes there. */
  static final double SMALL_SHARE = 0.10;

  private static final double WINDOW = 1000;

  private DemoFigures() {}

  /**
   * The share, 0 to 1, that a node has of the calls that were made in {@code [from, to)} and were
   * answered; 0 when there were none.
   */
  static double share(List<Call> calls, String node, double from, double to) {
    int all = 0;
    int there = 0;
    for (Call call : calls) {
      if (call.ok() && call.at() >= from && call.at() < to) {
        all++;
        if (call.node().equals(node)) {
          there++;
        }
      }
    }
    return all == 0 ? 0 : (double) there / all;
  }

  /**
   * How long after {@code slowedAt} the calls had moved away from a node: from then until the first
   * call that went elsewhere and from which on, up to {@code until}, every whole second holds at
   * most {@link #SMALL_SHARE} of calls to it. Empty when that call never came, or when no whole
   * second after it was watched.
   */
  static OptionalDouble millisToMove(List<Call> calls, String node, double slowedAt, double until) {
    List<Call> later =
        calls.stream()
            .filter(call -> call.ok() && call.at() >= slowedAt && call.at() < until)
            .sorted(Comparator.comparingDouble(Call::at))
            .toList();
    int moved = 0;
    boolean watched = false;
    for (int i = 0; i < later.size() && later.get(i).at() + WINDOW <= until; i++) {
      double start = later.get(i).at();
      watched = share(calls, node, start, start + WINDOW) <= SMALL_SHARE;
      if (!watched) {
        // The second that begins with the next call is the first that may be free of this one.
        moved = i + 1;
      }
    }
    return watched
        ? later.subList(moved, later.size()).stream()
            .filter(call -> !call.node().equals(node))
            .mapToDouble(call -> call.at() - slowedAt)
            .findFirst()
        : OptionalDouble.empty();
  }

  /** Calls that were under way at {@code since} or made later, and got no result. */
  static int failedSince(List<Call> calls, double since) {
    return (int) calls.stream().filter(call -> !call.ok() && call.end() >= since).count();
  }

  /** Calls that were made in {@code [from, to)}. */
  static int madeIn(List<Call> calls, double from, double to) {
    return (int) calls.stream().filter(call -> call.at() >= from && call.at() < to).count();
  }

  /** Calls that were under way at {@code from} or made until {@code to}, and got no result. */
  static int failedIn(List<Call> calls, double from, double to) {
    return (int)
        calls.stream().filter(call -> !call.ok() && call.end() >= from && call.at() < to).count();
  }

  /**
   * How long after {@code killedAt} the application knew that a node was gone; empty when it never
   * did. Both clocks are this machine's, read in different processes, so a difference below zero
   * counts as none.
   */
  static OptionalDouble millisToDetect(List<Node> states, String node, double killedAt) {
    double tolerance = 5;
    return states.stream()
        .filter(state -> state.node().equals(node) && !state.isAlive())
        .filter(state -> state.since() >= killedAt - tolerance)
        .mapToDouble(state -> Math.max(0, state.since() - killedAt))
        .min();
  }

  /** The node of a tier with most answers in {@code [from, to)}; empty when there were none. */
  static Optional<String> busiest(List<Call> calls, String tier, double from, double to) {
    Map<String, Integer> answers = new TreeMap<>();
    for (Call call : calls) {
      if (call.ok() && call.tier().equals(tier) && call.at() >= from && call.at() < to) {
        answers.merge(call.node(), 1, Integer::sum);
      }
    }
    return answers.entrySet().stream()
        .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .map(Map.Entry::getKey);
  }

  /** Nearest-rank percentile of durations; 0 when there are none. */
  static double percentile(List<Double> durations, double percent) {
    if (durations.isEmpty()) {
      return 0;
    }
    List<Double> sorted = durations.stream().sorted().toList();
    int rank = (int) Math.ceil(percent / 100 * sorted.size());
    return sorted.get(Math.clamp(rank - 1, 0, sorted.size() - 1));
  }
}
