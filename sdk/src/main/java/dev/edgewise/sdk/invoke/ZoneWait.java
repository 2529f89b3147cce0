package dev.edgewise.sdk.invoke;

import dev.edgewise.core.Decision;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.Placement;
import dev.edgewise.core.Scheduler;
import dev.edgewise.sdk.fleet.Fleet;
import dev.edgewise.sdk.fleet.Prospect;
import dev.edgewise.sdk.invoke.CallRecord.StepKind;
import dev.edgewise.sdk.link.Reply;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one call waits for a zone that scales itself: for as long as a node of it is expected within
 * the deadline. One that is not expected in time is woken all the same, for whoever calls next.
 * Guarded by the lock of its call.
 */
final class ZoneWait {
  /** A deadline that is recommended leaves room for a start that takes longer than expected. */
  private static final double SPREAD = 1.2;

  private static final long MARGIN = Duration.ofMillis(200).toNanos();
  private static final double NANOS_PER_SECOND = 1e9;

  private final Fleet fleet;
  private final Scheduler scheduler;
  private final EncodedCall<?> call;
  private final CallStory<?> story;
  private final Tries tries;
  private final Runnable look;
  private @Nullable Held held;
  private boolean waited;
  private @Nullable Verdict verdict;

  /** It waits for that zone, since the placement that found no node. */
  private record Held(String zone, StepKind kind, Decision decision) {}

  /**
   * Why it does not wait.
   *
   * @param code and words for people, in place of what the router said, or behind it
   * @param retryAfter when another try is worth it; zero when nobody knows
   */
  private record Verdict(ErrorCode code, String words, boolean behind, Duration retryAfter) {}

  /**
   * The wait of one call.
   *
   * @param look has it placed again
   */
  ZoneWait(Invoker invoker, EncodedCall<?> call, CallStory<?> story, Tries tries, Runnable look) {
    this.fleet = invoker.fleet();
    this.scheduler = invoker.surroundings().scheduler();
    this.call = call;
    this.story = story;
    this.tries = tries;
    this.look = look;
  }

  /**
   * No node may run the call now: whether it waits for a zone, or for room in one that was started
   * for it and many others.
   *
   * @param lastRefusal what the last node said that did not take it, when one did not
   */
  boolean holds(StepKind kind, Decision decision, Reply.@Nullable NotRun lastRefusal) {
    verdict = null;
    boolean full = lastRefusal != null && lastRefusal.code() == ErrorCode.OVERLOADED;
    if (lastRefusal != null && !full && !isGone(lastRefusal.code())) {
      return false;
    }
    boolean waits = waits(kind, decision, full) || (full && waited);
    if (!waits || !tries.mayWait(fleet.view(), full)) {
      return false;
    }
    if (full) {
      tries.lookForRoom(scheduler, look);
    }
    return true;
  }

  /** The node says no more of the call than that it goes. */
  private static boolean isGone(ErrorCode code) {
    return code == ErrorCode.DRAINING || code == ErrorCode.NODE_LOST;
  }

  /** Of one that was refused for want of room, only a zone that grows is worth waiting for. */
  private boolean waits(StepKind kind, Decision decision, boolean full) {
    Optional<Prospect> prospect = fleet.prospect(call.invocation(), held != null);
    if (prospect.isEmpty()) {
      return false;
    }
    if (prospect.get() instanceof Prospect.Stays stays) {
      verdict = full ? null : against(stays);
      return false;
    }
    String name = prospect.get().zone();
    if (!call.request().mayWake()) {
      verdict = full ? null : mayNot(name);
      return false;
    }
    Duration expected;
    if (prospect.get() instanceof Prospect.Later later) {
      expected = later.expected();
    } else {
      Prospect.Starts starts = (Prospect.Starts) prospect.get();
      expected = starts.expected();
      if (full && !starts.grows()) {
        return false;
      }
    }
    Invocation invocation = call.invocation();
    if (expected.compareTo(story.timeLeft()) > 0) {
      fleet.wake(name, invocation.method());
      verdict = full ? null : tooLate(prospect.get(), expected);
      return false;
    }
    if (held == null) {
      if (!fleet.hold(name, invocation.method())) {
        verdict = full ? null : tooMany(name, expected);
        return false;
      }
      held = new Held(name, kind, decision);
      story.holds();
    }
    return true;
  }

  /** It waits no longer; returns whether it did. */
  boolean leave(boolean started) {
    Held over = held;
    if (over == null) {
      return false;
    }
    held = null;
    waited = true;
    fleet.release(over.zone());
    story.held(
        over.kind(), over.decision(), over.zone() + (started ? " started" : " was being started"));
    return true;
  }

  /** It does not wait, or no longer: the router's refusal, with what zones say to it. */
  Decision leave(Decision decision) {
    leave(false);
    Verdict said = verdict;
    if (said == null || !(decision.placement() instanceof Placement.Refuse refuse)) {
      return decision;
    }
    ErrorCode code =
        said.behind() && refuse.code() != ErrorCode.NO_NODE ? refuse.code() : said.code();
    String words = said.behind() ? refuse.reason() + ". " + said.words() : said.words();
    return new Decision(
        decision.viewVersion(), decision.candidates(), new Placement.Refuse(code, words));
  }

  /** When another try is worth it; zero when nobody knows. */
  Duration retryAfter() {
    return verdict == null ? Duration.ZERO : verdict.retryAfter();
  }

  private static Verdict against(Prospect.Stays zone) {
    boolean rule = zone.code() == ErrorCode.NO_NODE || zone.code() == ErrorCode.NO_ACCELERATOR;
    String words =
        rule
            ? "Zone " + zone.zone() + " is not woken for it: " + zone.because()
            : "no node of zone " + zone.zone() + " runs, and none is started: " + zone.because();
    String again = zone.retryAfter().isZero() ? "" : ". Ask again in " + seconds(zone.retryAfter());
    return new Verdict(zone.code(), words + again, rule, zone.retryAfter());
  }

  private static Verdict mayNot(String zone) {
    return new Verdict(
        ErrorCode.NO_NODE,
        "Zone "
            + zone
            + " offers it, and is not woken for this call: say autoScale(true) where the model"
            + " service is built, or withWaking(true) in the call's options",
        true,
        Duration.ZERO);
  }

  private Verdict tooLate(Prospect zone, Duration expected) {
    if (zone instanceof Prospect.Later later) {
      return against(
          new Prospect.Stays(later.zone(), ErrorCode.ZONE_DOWN, later.because(), expected));
    }
    return new Verdict(
        ErrorCode.ZONE_STARTING,
        "no node of zone "
            + zone.zone()
            + " runs, and it starts in about "
            + seconds(expected)
            + ", while the call has "
            + seconds(story.timeLeft())
            + " left. It is being woken: ask again in "
            + seconds(expected)
            + ", or with a deadline of "
            + enough(expected)
            + " s or more",
        false,
        expected);
  }

  private static Verdict tooMany(String zone, Duration expected) {
    return new Verdict(
        ErrorCode.ZONE_STARTING,
        "no node of zone "
            + zone
            + " runs, and as many calls of this client as may wait for zones already. It starts in"
            + " about "
            + seconds(expected)
            + ": ask again then",
        false,
        expected);
  }

  private static long enough(Duration expected) {
    return (long) Math.ceil((expected.toNanos() * SPREAD + MARGIN) / NANOS_PER_SECOND);
  }

  /** With a tenth, rounded up, so that whoever waits so long has waited long enough. */
  static String seconds(Duration duration) {
    double tenths = Math.ceil(duration.toMillis() / 100.0) / 10;
    String text = String.format(Locale.ROOT, "%.1f", tenths);
    return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + " s";
  }
}
