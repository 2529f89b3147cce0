package dev.edgewise.orchestrator.rpc;

import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.zone.ContractReader;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Deadlines of methods, from the options of their descriptors. Thread-safe. */
public final class Deadlines implements ContractReader {
  private final ServiceContracts contracts = new ServiceContracts();

  /** Remembers nothing yet. */
  public Deadlines() {}

  @Override
  public Map<String, Duration> deadlines(OfferedService service) {
    Map<String, Duration> deadlines = new LinkedHashMap<>();
    contracts
        .of(service)
        .forEach(
            (name, options) -> {
              if (options.getDeadlineMillis() > 0) {
                deadlines.put(name, Duration.ofMillis(options.getDeadlineMillis()));
              }
            });
    return deadlines;
  }
}
