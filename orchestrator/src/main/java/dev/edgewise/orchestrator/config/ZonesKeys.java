package dev.edgewise.orchestrator.config;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.daemon.config.Key;
import dev.edgewise.daemon.config.KeySet;
import dev.edgewise.daemon.config.KeySet.Objection;
import dev.edgewise.daemon.config.Kind;
import dev.edgewise.daemon.config.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The orchestrator's keys about zones; those of one zone are {@link ZoneKeys}. */
final class ZonesKeys {
  private final Key<List<Path>> zones;
  private final Key<Path> zoneProgram;
  private final Key<Boolean> stopZones;
  private final Key<Duration> endWithoutLease;

  /** Adds the keys to the orchestrator's others. */
  ZonesKeys(KeySet all) {
    zones =
        all.add(
            Key.optional(
                "zones",
                Kind.paths(),
                "Files of zones whose nodes are started and ended here by need, one zone each, or"
                    + " folders of such files."));
    zoneProgram =
        all.add(
            Key.optional(
                "zoneProgram",
                Kind.path(),
                "Folder of the distribution from which nodes of zones are started; by default that"
                    + " of this process."));
    stopZones =
        all.add(
            Key.of(
                "stopZones",
                Kind.flag(),
                "false",
                "Nodes of zones are ended when the orchestrator is stopped; else they go on, and"
                    + " the next one finds them again."));
    endWithoutLease =
        all.add(
            Key.of(
                "zoneEndWithoutLease",
                Kind.duration("10s", "24h"),
                "10m",
                "A node of a zone that finds no orchestrator for so long ends by itself."));
    all.rule(this::filesAreRight);
  }

  private Optional<Objection> filesAreRight(Values values) {
    try {
      int unused = ZoneFiles.read(values.find(zones).orElse(List.of())).size();
      return Optional.empty();
    } catch (EdgewiseException e) {
      return Optional.of(new Objection(zones, String.valueOf(e.getMessage())));
    }
  }

  ZonesConfig config(Values values) {
    return new ZonesConfig(
        ZoneFiles.read(values.find(zones).orElse(List.of())),
        values.find(zoneProgram),
        values.get(stopZones),
        values.get(endWithoutLease));
  }
}
