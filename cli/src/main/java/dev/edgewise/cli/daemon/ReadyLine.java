package dev.edgewise.cli.daemon;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a daemon prints once it can serve: {@code ready node=… grpc=127.0.0.1:PORT …}. Fields that
 * are not known here are passed over.
 *
 * @param grpc where it answers calls, host:port
 * @param http address of its pages, when it has any
 */
record ReadyLine(String grpc, Optional<String> http) {
  private static final String START = "ready ";

  /** Whether a line of a daemon's output is this one. */
  static boolean matches(String line) {
    return line.startsWith(START);
  }

  /** Reads the line; {@link IllegalArgumentException} when a field is missing. */
  static ReadyLine parse(String line) {
    Map<String, String> fields = new TreeMap<>();
    for (String word : line.strip().split(" +", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        fields.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    String grpc = fields.get("grpc");
    if (grpc == null) {
      throw new IllegalArgumentException("line: " + line + " (expected: grpc=…)");
    }
    return new ReadyLine(grpc, Optional.ofNullable(fields.get("http")));
  }
}
