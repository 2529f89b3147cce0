package dev.edgewise.orchestrator.config;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.tls.TlsFiles;
import java.nio.file.Path;

/**
 * What nodes that are started here show to others, and to whom first.
 *
 * @param folder of their certificates
 * @param orchestrator what that shows to them
 */
record ZonePapers(Path folder, TlsFiles orchestrator) {
  ZonePapers {
    requireNonNull(folder, "folder");
    requireNonNull(orchestrator, "orchestrator");
  }
}
