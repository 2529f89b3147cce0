package dev.edgewise.processor.model;

/**
 * A place in the source, for diagnostics. Only {@code scan}, which makes them, knows what is
 * inside.
 */
public interface SourceRef {
  /**
   * Nowhere in particular: things that come from a class file, or concern the compilation as a
   * whole.
   */
  SourceRef NONE = new SourceRef() {};
}
