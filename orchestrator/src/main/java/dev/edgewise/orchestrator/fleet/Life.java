package dev.edgewise.orchestrator.fleet;

import dev.edgewise.orchestrator.overview.MemberState;
import java.time.Duration;

/**
 * What is known of a member; each state with what it needs. Times are nanoseconds of the keeper's
 * own time.
 */
sealed interface Life {
  /** When this state began. */
  long since();

  /** Why, for people; empty for a node that is simply alive. */
  String because();

  /** The state's name. */
  MemberState state();

  /**
   * It holds a lease.
   *
   * @param stream where it renews
   * @param duration of the lease
   * @param leaseEnd when the lease ends unless it is renewed
   */
  record Alive(long since, long stream, Duration duration, long leaseEnd) implements Life {
    Alive renewed(long now) {
      return new Alive(since, stream, duration, now + duration.toNanos());
    }

    @Override
    public String because() {
      return "";
    }

    @Override
    public MemberState state() {
      return MemberState.ALIVE;
    }
  }

  /** Cut off from the orchestrator. */
  sealed interface Cut {
    /** When the stream or the lease was lost. */
    long lostAt();

    /** How it was lost. */
    String lost();
  }

  /** Its stream or its lease was lost. */
  record Suspect(long since, long lostAt, String because) implements Life, Cut {
    @Override
    public String lost() {
      return because;
    }

    @Override
    public MemberState state() {
      return MemberState.SUSPECT;
    }
  }

  /** The same, but some client reaches it. */
  record Islanded(long since, long lostAt, String lost) implements Life, Cut {
    @Override
    public String because() {
      return lost + "; clients reach it";
    }

    @Override
    public MemberState state() {
      return MemberState.ISLANDED;
    }
  }

  /**
   * It is in no view any more, and only operators still see it for a while.
   *
   * @param left whether it said goodbye; otherwise it is dead
   */
  record Gone(long since, boolean left, String because) implements Life {
    @Override
    public MemberState state() {
      return left ? MemberState.LEFT : MemberState.DEAD;
    }
  }
}
