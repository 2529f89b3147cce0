package dev.edgewise.processor.diag;

/**
 * How much a diagnostic matters. There are no warnings: they would break builds that treat warnings
 * as errors, or be overlooked.
 */
public enum Severity {
  /** The compilation fails. */
  ERROR,
  /** Worth knowing. */
  NOTE
}
