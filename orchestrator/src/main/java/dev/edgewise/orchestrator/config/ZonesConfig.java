package dev.edgewise.orchestrator.config;

import static java.util.Objects.requireNonNull;

import dev.edgewise.orchestrator.zone.ZoneTemplate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The zones whose nodes this orchestrator starts.
 *
 * @param templates one for each; none when others look after zones
 * @param program folder of the distribution that nodes are started from; empty for that of this
 *     process
 * @param certificates folder of the certificates of nodes that are started here; empty without tls
 * @param stopped whether nodes are ended when the orchestrator is stopped, instead of being found
 *     again by the next one
 * @param endWithoutLease a node that has no lease for so long ends by itself
 */
public record ZonesConfig(
    List<ZoneTemplate> templates,
    Optional<Path> program,
    Optional<Path> certificates,
    boolean stopped,
    Duration endWithoutLease) {
  public ZonesConfig {
    templates = List.copyOf(templates);
    requireNonNull(program, "program");
    requireNonNull(certificates, "certificates");
    requireNonNull(endWithoutLease, "endWithoutLease");
  }
}
