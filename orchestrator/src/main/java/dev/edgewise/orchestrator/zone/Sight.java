package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import dev.edgewise.orchestrator.node.Registration;
import dev.edgewise.orchestrator.quarantine.QuarantineStatus;
import java.util.List;
import java.util.Optional;

/**
 * One node as it is seen at a moment.
 *
 * @param runs whether the back-end has it
 * @param alive whether it has registered, and the orchestrator or some client reaches it
 * @param draining whether clients are told that it takes no new calls
 * @param idle whether it takes no calls and has none
 * @param atWork calls that it has, running or waiting
 * @param epoch of its lease; 0 while it has none
 * @param offer what it offers; empty while it has not registered
 * @param quarantines services that get no calls there, or hardly any
 */
record Sight(
    boolean runs,
    boolean alive,
    boolean draining,
    boolean idle,
    int atWork,
    long epoch,
    Optional<Registration> offer,
    List<QuarantineStatus> quarantines) {
  /** Neither process nor member. */
  static final Sight NOTHING = new Sight(false, false, false, false, 0, 0, Optional.empty());

  /** A process that has not registered. */
  static final Sight PROCESS = new Sight(true, false, false, false, 0, 0, Optional.empty());

  /** One of which every service may be called. */
  Sight(
      boolean runs,
      boolean alive,
      boolean draining,
      boolean idle,
      int atWork,
      long epoch,
      Optional<Registration> offer) {
    this(runs, alive, draining, idle, atWork, epoch, offer, List.of());
  }

  Sight {
    requireNonNull(offer, "offer");
    quarantines = List.copyOf(quarantines);
  }
}
