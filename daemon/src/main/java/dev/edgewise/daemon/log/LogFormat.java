package dev.edgewise.daemon.log;

/** How log lines are written. */
public enum LogFormat {
  /** For people. */
  TEXT,
  /** One JSON object each: time, level, logger, message; thrown, trace and decision if any. */
  JSON
}
