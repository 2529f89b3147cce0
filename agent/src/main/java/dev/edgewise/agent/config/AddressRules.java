package dev.edgewise.agent.config;

import dev.edgewise.daemon.config.KeySet.Objection;
import dev.edgewise.daemon.config.Values;
import java.util.List;
import java.util.Optional;

/** Where an agent listens, where it says that it does, and to whom. Pure. */
final class AddressRules {
  private AddressRules() {}

  static Optional<Objection> isFound(AgentKeys keys, Values values) {
    return values.find(keys.orchestrator).isPresent()
            && values.find(keys.advertise).isEmpty()
            && values.find(keys.bind).filter(List.of("0.0.0.0", "::")::contains).isPresent()
        ? Optional.of(
            new Objection(keys.bind, "is nowhere that callers could go. Name advertise too."))
        : Optional.empty();
  }

  static Optional<Objection> advertisesToSomebody(AgentKeys keys, Values values) {
    return values
        .find(keys.advertise)
        .filter(address -> values.find(keys.orchestrator).isEmpty())
        .map(
            address ->
                new Objection(
                    keys.advertise,
                    "there is nobody to tell it to. Name the orchestrator too, or leave it out."));
  }

  static Optional<Objection> leaseFromSomebody(AgentKeys keys, Values values) {
    return values
        .find(keys.endWithoutLease)
        .filter(limit -> values.find(keys.orchestrator).isEmpty())
        .map(
            limit ->
                new Objection(
                    keys.endWithoutLease,
                    "without an orchestrator there is never a lease. Name one, or leave it out."));
  }
}
