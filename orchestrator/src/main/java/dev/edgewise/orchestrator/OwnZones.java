package dev.edgewise.orchestrator;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.machine.HardwareProbe;
import dev.edgewise.daemon.DataFolder;
import dev.edgewise.daemon.Parts;
import dev.edgewise.orchestrator.config.ZonesConfig;
import dev.edgewise.orchestrator.overview.FleetOverview;
import dev.edgewise.orchestrator.rpc.Deadlines;
import dev.edgewise.orchestrator.rpc.Registrations;
import dev.edgewise.orchestrator.store.SqliteZoneStore;
import dev.edgewise.orchestrator.traffic.TrafficPicture;
import dev.edgewise.orchestrator.zone.ZoneDesk;
import dev.edgewise.orchestrator.zone.ZoneKeeper;
import dev.edgewise.orchestrator.zone.ZoneOverview;
import dev.edgewise.orchestrator.zone.ZoneTemplate;
import dev.edgewise.orchestrator.zone.process.AgentProgram;
import dev.edgewise.orchestrator.zone.process.NodeCertificates;
import dev.edgewise.orchestrator.zone.process.ProcessBackend;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The zones that this orchestrator starts and ends the nodes of; none where none is configured. */
final class OwnZones {
  /** For each question to the tool of a card's driver, where there is one. */
  private static final int TOOL_SECONDS = 2;

  private final Optional<ZoneKeeper> keeper;
  private final AtomicReference<String> address = new AtomicReference<>("");

  /** Finds what an earlier process has started; {@code parts} closes it. */
  OwnZones(ZonesConfig config, DataFolder data, FleetOverview fleet, Clock clock, Parts parts) {
    if (config.templates().isEmpty()) {
      keeper = Optional.empty();
      return;
    }
    // Where Kubernetes starts all nodes, this machine needs no program for them.
    boolean foreign = config.templates().stream().allMatch(ZoneTemplate::foreign);
    AgentProgram program = foreign ? AgentProgram.none() : AgentProgram.find(config.program());
    List<Accelerator> machine =
        foreign ? List.of() : new HardwareProbe(TOOL_SECONDS).accelerators();
    SqliteZoneStore store =
        parts.add(SqliteZoneStore.open(data.path("zones.db"), new Registrations()));
    ProcessBackend backend;
    try {
      backend =
          ProcessBackend.open(
              data.path("zones"),
              program,
              address::get,
              config.endWithoutLease(),
              machine,
              config.certificates().map(folder -> new NodeCertificates(folder, clock)));
    } catch (IOException e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CONFIGURATION,
          "The folder of the zones' nodes, "
              + data.path("zones")
              + ", cannot be used: "
              + e
              + ". Name a dataFolder that this user may write.",
          e);
    }
    keeper =
        Optional.of(
            parts.add(
                new ZoneKeeper(
                    config.templates(),
                    config.stopped(),
                    fleet,
                    backend,
                    store,
                    new Deadlines(),
                    Runtime.getRuntime().availableProcessors(),
                    clock,
                    new SecureRandom())));
  }

  ZoneDesk desk() {
    return keeper.<ZoneDesk>map(own -> own).orElseGet(ZoneDesk::none);
  }

  ZoneOverview overview() {
    return keeper.<ZoneOverview>map(own -> own).orElseGet(ZoneOverview::none);
  }

  /** Nodes can register at this address by now. */
  void begin(String orchestrator, Supplier<TrafficPicture> calls) {
    address.set(orchestrator);
    keeper.ifPresent(own -> own.begin(calls));
  }
}
