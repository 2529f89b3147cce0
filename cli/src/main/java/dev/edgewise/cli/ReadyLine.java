package dev.edgewise.cli;

import java.util.Map;
import java.util.TreeMap;

/**
 * What an agent prints once it can serve: {@code ready node=… tier=… grpc=127.0.0.1:PORT …}. Fields
 * that are not known here are passed over.
 */
record ReadyLine(String node, String tier, String grpc) {

  /** Reads the line; {@link IllegalArgumentException} when a field is missing. */
  static ReadyLine parse(String line) {
    Map<String, String> fields = new TreeMap<>();
    for (String word : line.strip().split(" +", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        fields.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return new ReadyLine(
        field(fields, "node", line), field(fields, "tier", line), field(fields, "grpc", line));
  }

  private static String field(Map<String, String> fields, String name, String line) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("line: " + line + " (expected: " + name + "=…)");
    }
    return value;
  }
}
