package dev.edgewise.orchestrator.fleet;

import dev.edgewise.orchestrator.node.Registration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which registrations are taken, and what the others are told. */
final class Entrance {
  /** No agent can have been granted more; keeps a liar from using the numbers up. */
  private static final long MOST_EPOCH = 1L << 52;

  private final FleetSettings settings;
  private final Descriptors descriptors;

  Entrance(FleetSettings settings, Descriptors descriptors) {
    this.settings = settings;
    this.descriptors = descriptors;
  }

  /**
   * Why the first registration of a stream is not taken; empty when it is.
   *
   * @param member who has the name already
   * @param held the epoch that the registering process held last
   */
  Optional<Refusal> refuse(
      Registration offered, @Nullable Member member, long held, boolean hasRoom) {
    if (held < 0 || held > MOST_EPOCH) {
      return Optional.of(Refusal.invalid("held_epoch: " + held + " (expected: 0 to 2^52)"));
    }
    if (member != null && !member.isHeldBy(held)) {
      Optional<Refusal> taken = nameTaken(member, offered);
      if (taken.isPresent()) {
        return taken;
      }
    }
    if (!hasRoom) {
      return Optional.of(
          Refusal.full(
              "The fleet has "
                  + settings.maxNodes()
                  + " nodes, and no more may join. Stop nodes that are not needed."));
    }
    return tooManyDescriptors(offered);
  }

  /**
   * Why a further registration of a stream is not taken; empty when it is.
   *
   * @param before the name under which the stream registered
   * @param member who has that name now
   */
  Optional<Refusal> refuseAgain(
      long stream, Registration offered, String before, @Nullable Member member) {
    if (!before.equals(offered.name())) {
      return Optional.of(
          Refusal.invalid(
              "node: \""
                  + offered.name()
                  + "\" (expected: \""
                  + before
                  + "\", which registered on this stream before)"));
    }
    if (member == null || !member.isAliveOn(stream)) {
      return Optional.of(
          Refusal.fenced(
              "The lease of " + before + " is over. The agent registers anew by itself."));
    }
    return tooManyDescriptors(offered);
  }

  static Refusal leaseIsOver(Member member, long epoch) {
    return Refusal.fenced(
        "The lease "
            + epoch
            + " of "
            + member.name()
            + " is over; the newest one is "
            + member.epoch()
            + ". The agent registers anew by itself.");
  }

  static Refusal notRegistered(String message) {
    return Refusal.invalid(
        message + " came before Register (expected: Register is the first message of a stream)");
  }

  private Optional<Refusal> nameTaken(Member member, Registration offered) {
    String address = member.registration().address();
    String what = "The name " + member.name() + " belongs to another process, at " + address + ",";
    return switch (member.life()) {
      case Life.Alive _ ->
          Optional.of(
              Refusal.nameTaken(
                  what
                      + " which holds a lease. Give one of the two another node name; when that"
                      + " process ends the name is free at once, when it falls silent after "
                      + Fate.seconds(settings.lease())
                      + "."));
      case Life.Islanded _ when !address.equals(offered.address()) ->
          Optional.of(
              Refusal.nameTaken(
                  what
                      + " which clients reach though its agent has no stream to the orchestrator."
                      + " Stop that one, or give one of the two another node name."));
      case Life.Islanded _, Life.Suspect _, Life.Gone _ -> Optional.empty();
    };
  }

  private Optional<Refusal> tooManyDescriptors(Registration offered) {
    return descriptors.fits(offered)
        ? Optional.empty()
        : Optional.of(
            Refusal.full(
                "The descriptor sets of all nodes together would take more than "
                    + settings.maxDescriptorBytes()
                    + " bytes. Let nodes host fewer different services."));
  }
}
