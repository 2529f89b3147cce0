package dev.edgewise.orchestrator.config;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.daemon.TlsKeys;
import dev.edgewise.daemon.config.Key;
import dev.edgewise.daemon.config.KeySet;
import dev.edgewise.daemon.config.KeySet.Objection;
import dev.edgewise.daemon.config.Kind;
import dev.edgewise.daemon.config.Values;
import dev.edgewise.orchestrator.zone.ZoneTemplate;
import dev.edgewise.orchestrator.zone.process.NodeCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The orchestrator's keys about zones; those of one zone are {@link ZoneKeys}. */
final class ZonesKeys {
  private final Key<List<Path>> zones;
  private final Key<Path> zoneProgram;
  private final TlsKeys tls;
  private final Key<Path> certificates;
  private final Key<Boolean> stopZones;
  private final Key<Duration> endWithoutLease;

  /** Adds the keys to the orchestrator's others. */
  ZonesKeys(KeySet all, TlsKeys tls) {
    this.tls = tls;
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
    certificates =
        all.add(
            Key.optional(
                "zoneCertificates",
                Kind.path(),
                "With tls: folder of certificates for the nodes that are started here, one for"
                    + " each, as 'edgewise certs issue node west1-1 --count 4 --to FOLDER' writes"
                    + " them. What is added or replaced there is used within 2 s."));
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
    all.rule(this::certificatesAreNamed);
    all.rule(this::folderFits);
  }

  /** Empty where all is in plain text, and while it is not known where the certificates are. */
  private Optional<ZonePapers> papers(Values values) {
    return values
        .find(certificates)
        .filter(folder -> NodeCertificates.unfit(folder).isEmpty())
        .flatMap(folder -> tls.files(values).map(files -> new ZonePapers(folder, files)));
  }

  private List<ZoneTemplate> read(Values values) {
    return ZoneFiles.read(values.find(zones).orElse(List.of()), papers(values));
  }

  private Optional<Objection> filesAreRight(Values values) {
    try {
      int unused = read(values).size();
      return Optional.empty();
    } catch (EdgewiseException e) {
      return Optional.of(new Objection(zones, String.valueOf(e.getMessage())));
    }
  }

  /** Each node shows one of its own, and only who has the CA can make them. */
  private Optional<Objection> certificatesAreNamed(Values values) {
    if (tls.files(values).isEmpty() || values.find(certificates).isPresent()) {
      return Optional.empty();
    }
    try {
      return read(values).stream()
          .filter(template -> !template.foreign())
          .findFirst()
          .map(
              template ->
                  new Objection(
                      zones,
                      "with tls each node of zone "
                          + template.zone()
                          + " shows a certificate of its own (expected: zoneCertificates, a folder"
                          + " that has them). Where the CA is, "
                          + NodeCertificates.issue(
                              Path.of("zone-certs"), template.zone(), 1, template.max(), false)
                          + " makes them; name that folder."));
    } catch (EdgewiseException e) {
      // What is wrong with the files is told by the other rule.
      return Optional.empty();
    }
  }

  private Optional<Objection> folderFits(Values values) {
    return values
        .find(certificates)
        .flatMap(
            folder ->
                tls.files(values).isEmpty()
                    ? Optional.of(
                        "says nothing without tls. Name the orchestrator's certificate too, or"
                            + " leave it out.")
                    : NodeCertificates.unfit(folder))
        .map(wrong -> new Objection(certificates, wrong));
  }

  ZonesConfig config(Values values) {
    return new ZonesConfig(
        read(values),
        values.find(zoneProgram),
        values.find(certificates),
        values.get(stopZones),
        values.get(endWithoutLease));
  }
}
