package dev.edgewise.agent;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.host.Clients;
import dev.edgewise.sdk.api.Edgewise;
import java.util.Optional;
import java.util.function.Supplier;

/** Clients of the fleet, which is not joined before somebody wants one. */
final class FleetClients implements Clients {
  private final Supplier<Edgewise> join;
  private Optional<Edgewise> joined = Optional.empty();

  FleetClients(Supplier<Edgewise> join) {
    this.join = requireNonNull(join, "join");
  }

  @Override
  public synchronized <S> S client(Class<S> type) {
    Edgewise fleet = joined.orElseGet(join);
    joined = Optional.of(fleet);
    return fleet.client(type);
  }
}
