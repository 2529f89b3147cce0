package dev.edgewise.orchestrator.config;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.daemon.TlsKeys;
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
  ZonesKeys(KeySet all, TlsKeys tls) {
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
    all.rule(
        values ->
            tls.files(values).isPresent() ? ownNodesHaveNoCertificate(values) : Optional.empty());
  }

  private Optional<Objection> filesAreRight(Values values) {
    try {
      int unused = ZoneFiles.read(values.find(zones).orElse(List.of())).size();
      return Optional.empty();
    } catch (EdgewiseException e) {
      return Optional.of(new Objection(zones, String.valueOf(e.getMessage())));
    }
  }

  /** Each node needs one of its own, and a node's name is made up when it is started. */
  private Optional<Objection> ownNodesHaveNoCertificate(Values values) {
    try {
      return ZoneFiles.read(values.find(zones).orElse(List.of())).stream()
          .filter(template -> !template.foreign())
          .findFirst()
          .map(
              template ->
                  new Objection(
                      zones,
                      "the nodes of zone "
                          + template.zone()
                          + " would be started here without a certificate, and could not register"
                          + " (expected: no tls, or startedBy: kubernetes). Start its nodes"
                          + " yourself, each with its certificate, and leave the zone out."));
    } catch (EdgewiseException e) {
      // What is wrong with the files is told by the other rule.
      return Optional.empty();
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
