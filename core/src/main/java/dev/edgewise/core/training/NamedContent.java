package dev.edgewise.core.training;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.ContentDigest;
import dev.edgewise.core.Names;

/**
 * A file in the orchestrator's store.
 *
 * @param name that it has where it is laid down, without folders
 * @param size in bytes
 */
public record NamedContent(String name, ContentDigest digest, long size) {
  public NamedContent {
    Names.check("file", name);
    requireNonNull(digest, "digest");
    if (size < 0) {
      throw new IllegalArgumentException(name + ": size: " + size + " (expected: at least 0)");
    }
  }
}
