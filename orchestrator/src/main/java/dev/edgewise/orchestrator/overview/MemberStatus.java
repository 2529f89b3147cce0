package dev.edgewise.orchestrator.overview;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Load;
import dev.edgewise.orchestrator.node.Registration;
import dev.edgewise.orchestrator.node.Serving;
import dev.edgewise.orchestrator.quarantine.QuarantineStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What operators are told of one member.
 *
 * @param registration what it offers, descriptor sets included
 * @param standing what is known of it
 * @param epoch of its last lease
 * @param lease how long its lease lasts without a renewal
 * @param leaseLeft until the lease ends; negative when it has ended
 * @param drain whether it takes calls
 * @param load its last report, with its age
 * @param serving how its models and lanes are, when it has said so
 * @param reachedBy names of clients that say that they reach it
 * @param quarantines services that get no calls there, or hardly any
 */
public record MemberStatus(
    Registration registration,
    Standing standing,
    long epoch,
    Duration lease,
    Duration leaseLeft,
    Drain drain,
    Optional<LoadReport> load,
    Optional<Serving> serving,
    List<String> reachedBy,
    List<QuarantineStatus> quarantines) {
  public MemberStatus {
    quarantines = List.copyOf(quarantines);
    requireNonNull(registration, "registration");
    requireNonNull(standing, "standing");
    requireNonNull(serving, "serving");
    reachedBy = List.copyOf(reachedBy);
  }

  /** The node's name. */
  public String name() {
    return registration.name();
  }

  /**
   * What is known of a member.
   *
   * @param state alive, suspect, islanded, dead or left
   * @param since when that began
   * @param because why, for people; empty for a node that is simply alive
   */
  public record Standing(MemberState state, Instant since, String because) {}

  /**
   * Whether a member takes calls.
   *
   * @param draining whether clients are told that it takes no new ones
   * @param asked whether operators want that
   * @param applied whether the node has said that it does what operators want
   */
  public record Drain(boolean draining, boolean asked, boolean applied) {}

  /**
   * A load with its age.
   *
   * @param load as the node reported it
   * @param age since it was received
   */
  public record LoadReport(Load load, Duration age) {}
}
