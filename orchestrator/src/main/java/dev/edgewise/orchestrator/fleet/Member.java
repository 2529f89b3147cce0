package dev.edgewise.orchestrator.fleet;

import dev.edgewise.core.Load;
import dev.edgewise.orchestrator.node.Registration;
import dev.edgewise.orchestrator.node.Serving;
import java.util.Optional;

/** One member of the fleet, with everything that is known of it. Changed by {@link Membership}. */
final class Member {
  private final Witnesses witnesses;
  private Registration registration;
  private Life life;
  private long epoch;

  /** What the process held when it was granted {@link #epoch}; 0 when that was another one. */
  private long heldBefore;

  /** The first epoch of the process, as far as it is known: tells processes apart. */
  private long process;

  /** Whether the process has shown that it knows {@link #epoch}. */
  private boolean knowsEpoch;

  private Optional<Load> load = Optional.empty();
  private long loadAt;
  private Optional<Serving> serving = Optional.empty();
  private long applied;

  Member(Registration registration, long epoch, Life life, long reach) {
    this.registration = registration;
    this.epoch = epoch;
    this.process = epoch;
    this.life = life;
    this.witnesses = new Witnesses(reach);
    this.knowsEpoch = true;
  }

  /**
   * Whether a process that last held {@code held} is the one that holds the lease now. It may not
   * have received the newest one.
   */
  boolean isHeldBy(long held) {
    return held != 0 && (held == epoch || (!knowsEpoch && held == heldBefore));
  }

  void grant(Registration offered, long newEpoch, long held, Life.Alive alive) {
    boolean isSame = isHeldBy(held);
    heldBefore = isSame ? held : 0;
    if (!isSame) {
      serving = Optional.empty();
      process = newEpoch;
    }
    knowsEpoch = false;
    epoch = newEpoch;
    registration = offered;
    life = alive;
    load = Optional.empty();
    witnesses.clear();
  }

  void offers(Registration offered) {
    registration = offered;
  }

  void reports(Optional<Load> reported, long now) {
    if (reported.isPresent()) {
      load = reported;
      loadAt = now;
    }
  }

  void renewed(Life.Alive alive, Renewal renewal, long now) {
    knowsEpoch = true;
    life = alive;
    reports(renewal.load(), now);
    serving = renewal.serving().or(() -> serving);
  }

  void becomes(Life next) {
    life = next;
    if (next instanceof Life.Gone) {
      serving = Optional.empty();
    }
  }

  void applied(long version) {
    applied = Math.max(applied, version);
  }

  void startsFrom(long version) {
    applied = version;
  }

  String name() {
    return registration.name();
  }

  Registration registration() {
    return registration;
  }

  Life life() {
    return life;
  }

  long epoch() {
    return epoch;
  }

  long process() {
    return process;
  }

  Optional<Load> load() {
    return load;
  }

  long loadAt() {
    return loadAt;
  }

  /** How its models and lanes are, as far as this process has said. */
  Optional<Serving> serving() {
    return serving;
  }

  long applied() {
    return applied;
  }

  Witnesses witnesses() {
    return witnesses;
  }

  boolean isAliveOn(long stream) {
    return life instanceof Life.Alive alive && alive.stream() == stream;
  }
}
