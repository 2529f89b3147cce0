package dev.edgewise.daemon;

import dev.edgewise.daemon.config.Key;
import dev.edgewise.daemon.config.Kind;
import dev.edgewise.daemon.log.LogFormat;

/** Keys that mean the same for every daemon. */
public final class SharedKeys {
  private SharedKeys() {}

  /** Where to listen. */
  public static Key<String> bind() {
    return Key.of(
        "bind",
        Kind.address(),
        "127.0.0.1",
        "The address to listen on; others than this machine's own need tls.");
  }

  /** What {@link DaemonConfig#logFormat} is read from. */
  public static Key<LogFormat> logFormat() {
    return Key.of(
        "logFormat",
        Kind.oneOf(LogFormat.class),
        "text",
        "Log lines on standard error as text or as JSON, one object each.");
  }

  /** What {@link DaemonConfig#exitWithStdin} is read from. */
  public static Key<Boolean> exitWithStdin() {
    return Key.of(
        "exitWithStdin",
        Kind.flag(),
        "false",
        "Stop when standard input closes, so that this process does not outlive its parent.");
  }
}
