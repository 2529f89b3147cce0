package dev.edgewise.sdk.fleet;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.ViewStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client knows of its orchestrator, and its words for calls that find no node. Thread-safe.
 */
final class KnownOrchestrator {
  /**
   * So long calls wait for a connection that was never there: time for an orchestrator that is just
   * being started, and as long as an agent's lease lasts; after that the caller had better know.
   */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

  /**
   * So long while the first attempt to connect has not failed yet, as on a machine with much to do.
   */
  static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(10);

  /** A message names no more than a person reads. */
  private static final int MOST_NAMED = 10;

  private final String address;
  private final Selection selection;
  private final long startedAt;
  private boolean connected;
  private boolean failed;
  private boolean waiting = true;
  private String because = "not connected yet";
  private @Nullable ErrorCode refusal;
  private @Nullable OrchestratorView view;
  private long viewAt;

  KnownOrchestrator(String address, Selection selection, long now) {
    this.address = address;
    this.selection = selection;
    this.startedAt = now;
  }

  synchronized void connected() {
    connected = true;
    because = "";
    refusal = null;
  }

  /** Returns whether it is the first one. */
  synchronized boolean view(OrchestratorView next, long now) {
    connected();
    boolean first = view == null;
    view = next;
    viewAt = now;
    waiting = false;
    return first;
  }

  synchronized void disconnected(String why) {
    connected = false;
    failed = true;
    because = why;
  }

  synchronized void refused(ErrorCode code, String message) {
    connected = false;
    refusal = code;
    because = message;
  }

  synchronized boolean isConnected() {
    return connected;
  }

  /** Whether a call that finds no node should wait for the first view. */
  synchronized boolean isAwaited(long now) {
    return view == null
        && refusal == null
        && (connected || now - startedAt < (failed ? LONGEST_WAIT : LONGEST_ATTEMPT).toNanos());
  }

  /** Tells once that it is not awaited any longer, though nothing has come. */
  synchronized boolean waitIsOver(long now) {
    boolean over = waiting && !isAwaited(now);
    waiting = isAwaited(now);
    return over;
  }

  /** Why calls are refused whatever node they want; empty when that is for the view to say. */
  synchronized Optional<ErrorCode> blocks() {
    return view == null ? Optional.ofNullable(refusal) : Optional.empty();
  }

  synchronized ViewStatus status(long now) {
    OrchestratorView known = view;
    return new ViewStatus(
        address,
        connected,
        because,
        known == null ? OptionalLong.empty() : OptionalLong.of(known.version()),
        known == null ? Optional.empty() : Optional.of(age(now)));
  }

  private Duration age(long now) {
    return Duration.ofNanos(Math.max(0, now - viewAt));
  }

  /** What to say of it to a call that finds no node; empty when there is nothing to say. */
  synchronized String inWords(long now) {
    OrchestratorView known = view;
    if (refusal != null && known == null) {
      return because;
    }
    if (known == null) {
      return connected
          ? "The orchestrator at "
              + address
              + " has not said yet which nodes there are: after its start it waits for them to come"
              + " back"
          : "The orchestrator at "
              + address
              + " cannot be reached ("
              + because
              + "); start one with `edgewise up`, or mend the address";
    }
    List<String> missing = selection.missing(known);
    if (missing.isEmpty() && !known.nodes().isEmpty()) {
      return stale(now);
    }
    String registered =
        known.nodes().isEmpty()
            ? "No node is registered at the orchestrator at "
                + address
                + "; start an agent there with `edgewise edge-agent` or `edgewise cloud-agent`"
            : "Registered at the orchestrator at " + address + ": " + names(known);
    String absent =
        missing.isEmpty() ? "" : "Not registered: " + list(missing, missing.size()) + ". ";
    String old = stale(now);
    return absent + registered + (old.isEmpty() ? "" : ". " + old);
  }

  private String stale(long now) {
    return connected
        ? ""
        : "That is what the orchestrator said "
            + age(now).toSeconds()
            + " s ago; now it cannot be reached ("
            + because
            + ")";
  }

  private static String names(OrchestratorView view) {
    Set<String> names = new LinkedHashSet<>();
    for (RegisteredNode registered : view.nodes()) {
      names.add(
          registered.node().tier() == Tier.EDGE
              ? registered.name()
              : "zone " + registered.node().site().name());
    }
    return list(new ArrayList<>(names), names.size());
  }

  private static String list(List<String> names, int count) {
    return String.join(", ", names.subList(0, Math.min(count, MOST_NAMED)))
        + (count > MOST_NAMED ? " and " + (count - MOST_NAMED) + " more" : "");
  }
}
