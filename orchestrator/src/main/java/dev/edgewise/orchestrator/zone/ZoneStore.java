package dev.edgewise.orchestrator.zone;

import java.util.List;

/** Durable state of zones. Used by one thread. */
public interface ZoneStore {
  /**
   * What outlived the last process.
   *
   * @throws dev.edgewise.core.EdgewiseException with {@code BAD_STORE}
   */
  StoredZones load();

  /**
   * Keeps all of {@code changes}, or none of them; when this returns, they survive the end of the
   * process and of the machine.
   *
   * @throws dev.edgewise.core.EdgewiseException with {@code BAD_STORE}
   */
  void commit(List<ZoneChange> changes);
}
