package dev.edgewise.serving.allocation;

import java.util.List;

/** Whether a model may be loaded now. */
sealed interface Plan {
  /**
   * It may, once these have gone.
   *
   * @param evict keys, the least worth first; empty when there is room
   */
  record Load(List<String> evict) implements Plan {
    public Load {
      evict = List.copyOf(evict);
    }
  }

  /**
   * Not yet: what would have to go came only just now, or is in use.
   *
   * @param untilNanos when to ask again; {@link Long#MAX_VALUE} when that depends on calls that run
   */
  record Wait(long untilNanos) implements Plan {}

  /** Never: it is larger than all the memory there is for models. */
  record TooLarge() implements Plan {}
}
