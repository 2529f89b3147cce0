package dev.edgewise.sdk.fleet;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.LabelRule;
import dev.edgewise.core.Needs;
import dev.edgewise.core.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The zones that an orchestrator scales, as one client knows them, and who waits for them here: one
 * question to the orchestrator for many calls, asked again each second while any of them waits, so
 * that neither a lost message nor an orchestrator that was restarted forgets them. Thread-safe; the
 * orchestrator is asked without a lock held.
 */
final class ScaledZones {
  /** Calls of one client that may wait for zones at the same time. */
  static final int MOST_HELD = 512;

  private static final long ASK_EVERY = Duration.ofSeconds(1).toNanos();

  /** Who has not asked for so long begins anew. */
  private static final long FORGOTTEN = Duration.ofSeconds(3).toNanos();

  private final Selection selection;
  private final Bell bell;
  private final String orchestrator;
  private Map<String, Zone> zones = new LinkedHashMap<>();
  private int held;

  /** Asks the orchestrator to start a zone; returns whether that could be sent. */
  interface Bell {
    boolean ring(String zone, String method, int waiting);
  }

  /** One zone, and what this client asked of it. Guarded by the lock of all. */
  private static final class Zone {
    private ScaledZone known;
    private int held;
    private String method = "";
    private boolean asked;
    private long askedAt;

    /** When a node is expected; means something while {@code isAwaited}. */
    private long expectedAt;

    private boolean isAwaited;
    private String refusal = "";
    private long refusedUntil;

    Zone(ScaledZone known) {
      this.known = known;
    }

    Duration expected(long now) {
      return isAwaited ? Duration.ofNanos(Math.max(0, expectedAt - now)) : known.coldStart();
    }

    /** For how long the orchestrator will start nothing; zero when it would. */
    Duration refused(long now) {
      return refusal.isEmpty() ? Duration.ZERO : Duration.ofNanos(Math.max(0, refusedUntil - now));
    }
  }

  ScaledZones(Selection selection, String orchestrator, Bell bell) {
    this.selection = selection;
    this.orchestrator = orchestrator;
    this.bell = bell;
  }

  /** What the view says; returns whether anything is new that a waiting call should know. */
  synchronized boolean told(List<ScaledZone> said) {
    Map<String, Zone> next = new LinkedHashMap<>();
    boolean news = false;
    for (ScaledZone entry : said) {
      if (!selection.takesZone(entry.name())) {
        continue;
      }
      Zone zone = zones.get(entry.name());
      if (zone == null) {
        zone = new Zone(entry);
        news = true;
      } else {
        news |= !zone.known.equals(entry);
        zone.known = entry;
      }
      if (entry.nodes() > 0) {
        zone.isAwaited = false;
        zone.refusal = "";
      }
      next.put(entry.name(), zone);
    }
    news |= next.size() != zones.size();
    zones = next;
    return news;
  }

  /** The orchestrator starts the zone, or does already. */
  synchronized void starting(String name, Duration expected, long now) {
    Zone zone = zones.get(name);
    if (zone != null) {
      zone.isAwaited = true;
      zone.expectedAt = now + expected.toNanos();
      zone.refusal = "";
    }
  }

  /** The orchestrator does not start the zone. */
  synchronized void notStarted(String name, String because, Duration retryAfter, long now) {
    Zone zone = zones.get(name);
    if (zone != null) {
      zone.isAwaited = false;
      zone.refusal = because.isEmpty() ? "the orchestrator does not say why" : because;
      zone.refusedUntil = now + Math.max(ASK_EVERY, retryAfter.toNanos());
    }
  }

  /**
   * What the best zone that offers the method has for a call that no node can take now; empty when
   * there is none.
   *
   * @param connected whether the orchestrator is there, without whom nothing starts
   */
  synchronized Optional<Prospect> prospect(Invocation call, long now, boolean connected) {
    Prospect.@Nullable Starts soonest = null;
    Prospect.@Nullable Later later = null;
    Prospect.@Nullable Stays closest = null;
    for (Zone zone : zones.values()) {
      if (!zone.known.methods().contains(call.method().fullName())) {
        continue;
      }
      Prospect one = of(zone, call, now, connected);
      if (one instanceof Prospect.Starts starts) {
        boolean sooner = soonest == null || starts.expected().compareTo(soonest.expected()) < 0;
        soonest = sooner ? starts : soonest;
      } else if (one instanceof Prospect.Later waits) {
        later = later == null || waits.expected().compareTo(later.expected()) < 0 ? waits : later;
      } else if (one instanceof Prospect.Stays stays) {
        closest = closest == null || rank(stays) > rank(closest) ? stays : closest;
      }
    }
    return soonest != null
        ? Optional.of(soonest)
        : Optional.ofNullable(later != null ? later : closest);
  }

  private Prospect of(Zone zone, Invocation call, long now, boolean connected) {
    ScaledZone known = zone.known;
    String name = known.name();
    Optional<String> forbidden =
        LabelRule.objection(
            call.label(), call.callerSite(), new Node(name, Tier.CLOUD, known.site()));
    if (forbidden.isPresent()) {
      return stays(name, ErrorCode.NO_NODE, forbidden.get(), Duration.ZERO);
    }
    Optional<Needs> unmet = call.unmetBy(known.accelerators());
    if (unmet.isPresent()) {
      return stays(
          name,
          ErrorCode.NO_ACCELERATOR,
          "the call needs "
              + unmet.get().words()
              + "; its nodes have "
              + Needs.words(known.accelerators()),
          Duration.ZERO);
    }
    if (!connected) {
      return stays(
          name,
          ErrorCode.CANNOT_WAKE,
          "the orchestrator at "
              + orchestrator
              + ", which would start it, cannot be reached; try again when it is back, or see why"
              + " it is not",
          Duration.ZERO);
    }
    Duration refused = zone.refused(now);
    if (known.isShut()) {
      return stays(name, ErrorCode.ZONE_DOWN, known.because(), refused);
    }
    return refused.isZero()
        ? new Prospect.Starts(name, zone.expected(now), known.grows())
        : new Prospect.Later(name, zone.refusal, refused);
  }

  private static Prospect stays(String zone, ErrorCode code, String because, Duration retryAfter) {
    return new Prospect.Stays(zone, code, because, retryAfter);
  }

  /** What is nearest to being of use tells its reader most. */
  private static int rank(Prospect.Stays stays) {
    return switch (stays.code()) {
      case CANNOT_WAKE -> 3;
      case ZONE_DOWN -> 2;
      case NO_ACCELERATOR -> 1;
      default -> 0;
    };
  }

  /** A call begins to wait for the zone; returns false, and it does not, when too many do. */
  boolean hold(String name, String method, long now) {
    synchronized (this) {
      Zone zone = zones.get(name);
      if (zone == null || held >= MOST_HELD) {
        return false;
      }
      held++;
      zone.held++;
    }
    wake(name, method, now);
    return true;
  }

  /** A call that waited for the zone does so no longer. */
  synchronized void release(String name) {
    held--;
    Zone zone = zones.get(name);
    if (zone != null && zone.held > 0) {
      zone.held--;
    }
  }

  /** Has the zone started, for whoever calls next, unless that was asked a moment ago. */
  void wake(String name, String method, long now) {
    Runnable question;
    synchronized (this) {
      Zone zone = zones.get(name);
      if (zone == null) {
        return;
      }
      zone.method = method;
      question = question(zone, now);
    }
    question.run();
  }

  /** Asks again for those who wait. */
  void tick(long now) {
    List<Runnable> questions = new ArrayList<>();
    synchronized (this) {
      zones.values().stream()
          .filter(zone -> zone.held > 0)
          .forEach(zone -> questions.add(question(zone, now)));
    }
    questions.forEach(Runnable::run);
  }

  private Runnable question(Zone zone, long now) {
    if (zone.asked && now - zone.askedAt < ASK_EVERY) {
      return () -> {};
    }
    boolean anew = !zone.asked || now - zone.askedAt > FORGOTTEN;
    if (!zone.isAwaited || (anew && zone.known.starting() == 0)) {
      zone.isAwaited = true;
      zone.expectedAt = now + zone.known.coldStart().toNanos();
    }
    zone.asked = true;
    zone.askedAt = now;
    String name = zone.known.name();
    String method = zone.method;
    int waiting = Math.max(1, zone.held);
    return () -> {
      if (!bell.ring(name, method, waiting)) {
        // Nobody heard it: the next look at the zone asks again.
        synchronized (this) {
          zone.asked = false;
        }
      }
    };
  }
}
