package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many nodes a zone needs, and why: what an operator keeps it at; else the largest of its min,
 * what the scaler says, one for whoever has woken it, and one to learn what it offers. Pure.
 */
final class Need {
  /** Calls that were held while a node started count in the scaler's signals after so long. */
  private static final Duration SEEN_BY_SCALER = Duration.ofSeconds(10);

  /** Whoever woke a zone and asks no more has given up. */
  private static final Duration LONGEST_WAKE = Duration.ofMinutes(2);

  private static final Duration WAITS = Duration.ofSeconds(3);
  private static final int MOST_METHODS = 64;

  private final ZoneTemplate template;
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private Optional<StoredZone.Hold> hold = Optional.empty();
  private int sized;
  private String sizedBecause = "nothing is called";
  private boolean learning;
  private @Nullable Moment wokenAt;
  private @Nullable Moment readyAt;
  private String wokenFor = "";

  /** So many calls of one method waited then. */
  private record Waiting(int calls, Moment at) {}

  /**
   * So many nodes.
   *
   * @param because for people
   */
  record Target(int nodes, String because) {}

  Need(ZoneTemplate template) {
    this.template = requireNonNull(template, "template");
  }

  /**
   * What is needed now.
   *
   * @param anyReady whether a node takes calls
   * @param anyAtWork whether one has calls. The scaler knows a method when a call of it has ended;
   *     until then this keeps the node on which the first one runs
   */
  Target target(Moment now, boolean anyReady, boolean anyAtWork) {
    if (hold.isPresent()) {
      StoredZone.Hold held = hold.get();
      return new Target(
          Math.min(held.nodes(), template.max()),
          "an operator keeps it at "
              + held.nodes()
              + held.until().map(end -> " until " + end).orElse(""));
    }
    int nodes = template.min();
    String because = nodes == 0 ? sizedBecause : "its min is " + nodes;
    if (sized > nodes) {
      nodes = sized;
      because = sizedBecause;
    }
    if (nodes == 0 && isWoken(now, anyReady)) {
      nodes = 1;
      because = "woken for " + wokenFor;
    }
    if (nodes == 0 && anyAtWork) {
      nodes = 1;
      because = "calls run there";
    }
    if (nodes == 0 && learning) {
      nodes = 1;
      because = "started once to learn what it offers";
    }
    return new Target(Math.min(nodes, template.max()), because);
  }

  void sized(int nodes, String because) {
    sized = nodes;
    sizedBecause = because;
  }

  void learning(boolean isNeeded) {
    learning = isNeeded;
  }

  void hold(Optional<StoredZone.Hold> held) {
    hold = held;
  }

  Optional<StoredZone.Hold> hold() {
    return hold;
  }

  /** Ends a hold whose time is over; returns whether there was one. */
  boolean expire(Moment now) {
    boolean over =
        hold.flatMap(StoredZone.Hold::until).map(end -> !now.wall().isBefore(end)).orElse(false);
    if (over) {
      hold = Optional.empty();
    }
    return over;
  }

  void woken(String method, int calls, Moment now) {
    wokenAt = now;
    wokenFor = method;
    waiting.remove(method);
    if (waiting.size() >= MOST_METHODS) {
      waiting.remove(waiting.keySet().iterator().next());
    }
    waiting.put(method, new Waiting(Math.max(1, calls), now));
  }

  void ready(Moment now) {
    readyAt = now;
  }

  /** Calls that were said to wait lately, by method. */
  Map<String, Integer> waiting(Moment now) {
    waiting.values().removeIf(each -> now.isPast(each.at(), WAITS));
    Map<String, Integer> calls = new LinkedHashMap<>();
    waiting.forEach((method, each) -> calls.put(method, each.calls()));
    return calls;
  }

  private boolean isWoken(Moment now, boolean anyReady) {
    if (wokenAt == null) {
      return false;
    }
    if (readyAt != null && readyAt.nanos() - wokenAt.nanos() > 0) {
      // Met once, it says nothing of the time after the last node was given back.
      return !now.isPast(readyAt, SEEN_BY_SCALER);
    }
    return !now.isPast(wokenAt, anyReady ? SEEN_BY_SCALER : LONGEST_WAKE);
  }
}
