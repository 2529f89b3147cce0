package dev.edgewise.agent.serve;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.ErrorCode;

/** The answer to a call that asks to come in. */
public sealed interface Entry {
  /**
   * It may come in.
   *
   * @param place its place, which must be given back
   */
  record Admitted(Place place) implements Entry {
    public Admitted {
      requireNonNull(place, "place");
    }
  }

  /**
   * It must go elsewhere; nothing of it has been read.
   *
   * @param code {@code OVERLOADED} or {@code DRAINING}
   * @param because for people
   */
  record TurnedAway(ErrorCode code, String because) implements Entry {
    public TurnedAway {
      requireNonNull(code, "code");
      requireNonNull(because, "because");
    }
  }
}
