package dev.edgewise.daemon;

import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.daemon.log.LogFormat;
import java.time.Duration;
import java.util.Optional;

/** What every daemon's configuration says. */
public interface DaemonConfig {
  /** Where it listens. */
  String bind();

  /** The port where it is asked for its health; 0 is a free one, which nobody knows before. */
  int httpPort();

  /** What it shows to callers; empty when everything is in plain text. */
  Optional<TlsFiles> tls();

  /** How log lines are written. */
  LogFormat logFormat();

  /** How long work may take to end after the first signal. */
  Duration drain();

  /** Whether the end of standard input is such a signal, so that no parent leaves an orphan. */
  boolean exitWithStdin();
}
