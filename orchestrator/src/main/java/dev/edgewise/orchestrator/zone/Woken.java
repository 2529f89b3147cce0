package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** What becomes of a wish to wake a zone. */
public sealed interface Woken {
  /**
   * A node is starting, or runs already.
   *
   * @param expected until it takes calls, by what was learned of earlier starts; zero when one does
   */
  record Starting(Duration expected) implements Woken {
    public Starting {
      requireNonNull(expected, "expected");
    }
  }

  /**
   * None will start.
   *
   * @param because why, for people, with what to do
   * @param retryAfter when to ask again at the earliest
   */
  record Refused(String because, Duration retryAfter) implements Woken {
    public Refused {
      requireNonNull(because, "because");
      requireNonNull(retryAfter, "retryAfter");
    }
  }
}
