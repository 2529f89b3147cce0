package dev.edgewise.orchestrator.fleet;

import dev.edgewise.orchestrator.node.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An agent that keeps what it is told. */
final class FakeAgent implements AgentLink {
  final long stream;
  final List<Lease> leases = new ArrayList<>();
  final List<Refusal> refusals = new ArrayList<>();
  final List<Desired> wanted = new ArrayList<>();
  int handled;
  private final FleetKeeper keeper;

  FakeAgent(FleetKeeper keeper) {
    this.keeper = keeper;
    this.stream = keeper.newStream();
  }

  FakeAgent registers(Registration registration, long held) {
    keeper.register(stream, this, Samples.announces(registration, held));
    return this;
  }

  void renews() {
    keeper.renew(stream, this, Samples.renewal(epoch(), Optional.empty()));
  }

  long epoch() {
    return leases.getLast().epoch();
  }

  @Override
  public void granted(Lease lease) {
    leases.add(lease);
  }

  @Override
  public void renewed(long epoch) {}

  @Override
  public void wanted(Desired desired) {
    wanted.add(desired);
  }

  @Override
  public void refused(Refusal refusal) {
    refusals.add(refusal);
  }

  @Override
  public void handled() {
    handled++;
  }
}
