package dev.edgewise.serving.cache.semantic.guard;

import java.util.Optional;

/** One rule by which two questions cannot mean the same. Symmetric and pure. */
@FunctionalInterface
interface Guard {
  /**
   * What speaks against it.
   *
   * @return the rule's name and what it found, for operators; empty when it has no objection
   */
  Optional<String> objection(Reading one, Reading other);
}
