package dev.edgewise.bench.report;

/** How a figure came about. Figures of different marks are never ranked together. */
public enum Mark {
  /** Real work on real hardware, in real time. */
  MEASURED,
  /** The device, or time itself, was emulated. */
  EMULATED
}
