package dev.edgewise.agent.host;

/** Where bodies that call other services get their clients. */
@FunctionalInterface
public interface Clients {
  /**
   * A client of the service; making it contacts nobody.
   *
   * @throws dev.edgewise.core.EdgewiseException when the agent has no way to call others
   */
  <S> S client(Class<S> type);
}
