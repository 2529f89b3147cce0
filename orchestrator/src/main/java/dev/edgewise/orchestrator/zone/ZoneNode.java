package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** One process of a zone. Changed by {@link Zone}. */
final class ZoneNode {
  private final String name;
  private final Moment began;
  private final boolean adopted;
  private NodePhase phase;
  private Moment since;
  private String process;
  private long epoch;
  private boolean standby;
  private boolean out;
  private boolean confined;
  private @Nullable Moment unwellSince;

  /**
   * @param adopted whether an earlier orchestrator started it
   */
  ZoneNode(String name, NodePhase phase, boolean standby, Moment now, boolean adopted) {
    this.name = requireNonNull(name, "name");
    this.phase = phase;
    this.standby = standby;
    this.began = now;
    this.since = now;
    this.adopted = adopted;
    this.process = "";
  }

  String name() {
    return name;
  }

  /** When it was started; of one that was adopted, when that was. */
  Moment began() {
    return began;
  }

  boolean isAdopted() {
    return adopted;
  }

  /** Ready ones that are kept from calls are {@code WARM}. */
  NodePhase phase() {
    return phase == NodePhase.READY && standby ? NodePhase.WARM : phase;
  }

  boolean is(NodePhase wanted) {
    return phase() == wanted;
  }

  /** Whether it is starting or ready, and not kept from calls. */
  boolean isActive() {
    return !standby && (phase == NodePhase.STARTING || phase == NodePhase.READY);
  }

  /** Whether it is {@linkplain #isActive active}, and may be called for all that it offers. */
  boolean isWhole() {
    return isActive() && !confined;
  }

  void confined(boolean isSo) {
    confined = isSo;
  }

  /** Whether it is starting or ready, and kept from calls. */
  boolean isWarm() {
    return standby && (phase == NodePhase.STARTING || phase == NodePhase.READY);
  }

  void becomes(NodePhase next, Moment now) {
    phase = next;
    since = now;
    unwellSince = null;
  }

  Moment since() {
    return since;
  }

  /** It is to go for good, and is not asked to take calls again. */
  void goesOut() {
    out = true;
  }

  boolean isOut() {
    return out;
  }

  boolean isStandby() {
    return standby;
  }

  void standby(boolean kept, Moment now) {
    standby = kept;
    if (phase == NodePhase.READY) {
      since = now;
    }
  }

  String process() {
    return process;
  }

  void runsAs(String found) {
    process = found;
  }

  long epoch() {
    return epoch;
  }

  void holds(long lease) {
    epoch = lease;
  }

  /** Since when it is not as it should be; now, when that is new. */
  Moment unwell(Moment now) {
    Moment known = unwellSince;
    if (known == null) {
      known = now;
      unwellSince = now;
    }
    return known;
  }

  void well() {
    unwellSince = null;
  }

  StoredZoneNode stored(String zone) {
    return new StoredZoneNode(
        name, zone, phase == NodePhase.WARM ? NodePhase.READY : phase, standby, process, epoch);
  }
}
