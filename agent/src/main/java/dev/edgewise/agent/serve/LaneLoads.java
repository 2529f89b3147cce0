package dev.edgewise.agent.serve;

import dev.edgewise.core.LaneLoad;
import java.util.List;
import java.util.Optional;

/** Tells how busy the lanes of a node are. Thread-safe and quick: it is asked with every call. */
public interface LaneLoads {
  /** A node without lanes. */
  LaneLoads NONE =
      new LaneLoads() {
        @Override
        public List<LaneLoad> busiest() {
          return List.of();
        }

        @Override
        public Optional<LaneLoad> of(String method) {
          return Optional.empty();
        }
      };

  /** Those of most interest to callers, at most {@link dev.edgewise.core.Load#MAX_LANES}. */
  List<LaneLoad> busiest();

  /** That of a method, {@code service/method}; empty when there is nothing to say of it. */
  Optional<LaneLoad> of(String method);
}
