package dev.edgewise.agent.training;

import dev.edgewise.core.training.NamedContent;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Carries files between this node and the orchestrator's store, and waits. Both throw {@link
 * dev.edgewise.core.EdgewiseException}: with {@code UNREACHABLE} while the orchestrator is away,
 * and with what else the store has against it.
 */
public interface Courier {
  /** Lays a verified copy at {@code target}. */
  void fetch(NamedContent content, Path target) throws IOException;

  /** Brings a file as it is now. */
  NamedContent send(Path file, String name) throws IOException;
}
