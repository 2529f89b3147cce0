package dev.edgewise.orchestrator.fleet;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Load;
import dev.edgewise.core.Quarantine;
import dev.edgewise.orchestrator.node.Registration;
import dev.edgewise.orchestrator.overview.MemberState;
import java.util.List;
import java.util.Optional;

/**
 * One node of a view.
 *
 * @param registration what it offers; clients are not sent descriptor sets
 * @param epoch of its lease
 * @param state alive, suspect or islanded
 * @param draining whether it takes no new calls: because it says so, or because it was asked
 * @param load as of its last renewal
 * @param loadAt when that was, nanoseconds of the keeper's own time; 0 without a load
 * @param quarantines services that get no calls there, or hardly any
 */
public record NodeEntry(
    Registration registration,
    long epoch,
    MemberState state,
    boolean draining,
    Optional<Load> load,
    long loadAt,
    List<Quarantine> quarantines) {
  public NodeEntry {
    quarantines = List.copyOf(quarantines);
    requireNonNull(registration, "registration");
    requireNonNull(load, "load");
    if (!state.inView()) {
      throw new IllegalArgumentException("state: " + state + " (expected: one that is in a view)");
    }
  }

  /** The node's name. */
  public String name() {
    return registration.name();
  }

  /** The same with these quarantines. */
  NodeEntry with(List<Quarantine> held) {
    return held.isEmpty() && quarantines.isEmpty()
        ? this
        : new NodeEntry(registration, epoch, state, draining, load, loadAt, held);
  }

  /** Whether the two differ in what clients have to hear of at once. */
  boolean differsIn(NodeEntry other) {
    return epoch != other.epoch
        || state != other.state
        || draining != other.draining
        || load.isPresent() != other.load.isPresent()
        || !quarantines.equals(other.quarantines)
        || !registration.equals(other.registration);
  }
}
