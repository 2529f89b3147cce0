package dev.edgewise.orchestrator.zone;

import dev.edgewise.orchestrator.node.OfferedService;
import java.time.Duration;
import java.util.Map;

/** Reads what the methods of a service promise. Thread-safe. */
@FunctionalInterface
public interface ContractReader {
  /** Deadlines by method name; methods without one are left out. */
  Map<String, Duration> deadlines(OfferedService service);
}
