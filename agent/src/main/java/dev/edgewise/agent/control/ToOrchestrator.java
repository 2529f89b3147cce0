package dev.edgewise.agent.control;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Load;
import java.util.Optional;

/** What an agent says on its stream to the orchestrator. */
public sealed interface ToOrchestrator {
  /**
   * Asks for a lease; or says, while one is held, that the offer has changed.
   *
   * @param heldEpoch of the lease that this process held last; 0 for none
   * @param applied newest desired state that this process has applied; 0 for none
   */
  record Register(Offer offer, Load load, long heldEpoch, long applied) implements ToOrchestrator {
    public Register {
      requireNonNull(offer, "offer");
      requireNonNull(load, "load");
    }
  }

  /**
   * Renews the lease of {@code epoch}.
   *
   * @param serving empty when nothing of it has changed since the last renewal
   */
  record Renew(long epoch, Load load, Optional<Serving> serving) implements ToOrchestrator {
    public Renew {
      requireNonNull(load, "load");
      requireNonNull(serving, "serving");
    }
  }

  /** The desired state of {@code version} is applied. */
  record Applied(long version) implements ToOrchestrator {}

  /** The node stops for good. */
  record Deregister(String because) implements ToOrchestrator {
    public Deregister {
      requireNonNull(because, "because");
    }
  }
}
