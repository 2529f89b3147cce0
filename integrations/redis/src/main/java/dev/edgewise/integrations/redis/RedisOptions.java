package dev.edgewise.integrations.redis;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Quantities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a server is talked to.
 *
 * @param connectTimeout to a server, 1 ms to 10 s; default 200 ms
 * @param callTimeout for one answer, 1 ms to 10 s; default 50 ms
 * @param connections at a time, 1 to 256; default 8
 * @param prefix of all keys, up to 64 letters, digits and {@code :._-}; default {@code edgewise}
 * @param user of an access list; the default user when it is left out
 * @param password read from {@code passwordFile}, or from the environment's {@code
 *     EDGEWISE_REDIS_PASSWORD}
 */
record RedisOptions(
    Duration connectTimeout,
    Duration callTimeout,
    int connections,
    String prefix,
    Optional<String> user,
    Optional<String> password) {
  static final String PASSWORD_VARIABLE = "EDGEWISE_REDIS_PASSWORD";

  private static final Set<String> KEYS =
      Set.of("connectTimeout", "callTimeout", "connections", "prefix", "user", "passwordFile");
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int MOST_CONNECTIONS = 256;
  private static final int LONGEST_PASSWORD = 4_096;

  /**
   * Reads them.
   *
   * @param environment of this process
   * @throws EdgewiseException with {@code BAD_CONFIGURATION}
   */
  static RedisOptions of(Map<String, String> options, Map<String, String> environment) {
    Set<String> unknown = new TreeSet<>(options.keySet());
    unknown.removeAll(KEYS);
    if (!unknown.isEmpty()) {
      throw wrong("has no option " + unknown, "It takes " + new TreeSet<>(KEYS));
    }
    return new RedisOptions(
        duration(options, "connectTimeout", Duration.ofMillis(200)),
        duration(options, "callTimeout", Duration.ofMillis(50)),
        connections(options),
        prefix(options),
        Optional.ofNullable(options.get("user")),
        password(options, environment));
  }

  private static Duration duration(Map<String, String> options, String key, Duration otherwise) {
    String text = options.get(key);
    if (text == null) {
      return otherwise;
    }
    try {
      Duration duration = Quantities.duration(text);
      if (duration.toMillis() >= 1 && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw wrong("has " + key + ": " + text, "Give it 1ms to 10s");
  }

  private static int connections(Map<String, String> options) {
    String text = options.getOrDefault("connections", "8");
    try {
      int connections = Integer.parseInt(text);
      if (connections >= 1 && connections <= MOST_CONNECTIONS) {
        return connections;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw wrong("has connections: " + text, "Give it 1 to " + MOST_CONNECTIONS);
  }

  private static String prefix(Map<String, String> options) {
    String prefix = options.getOrDefault("prefix", "edgewise");
    if (!prefix.matches("[A-Za-z0-9:._-]{1,64}")) {
      throw wrong("has a prefix that cannot be one", "Use up to 64 letters, digits and :._-");
    }
    return prefix;
  }

  private static Optional<String> password(
      Map<String, String> options, Map<String, String> environment) {
    String file = options.get("passwordFile");
    if (file == null) {
      return Optional.ofNullable(environment.get(PASSWORD_VARIABLE)).filter(it -> !it.isEmpty());
    }
    try {
      Path path = Path.of(file);
      if (Files.size(path) <= LONGEST_PASSWORD) {
        String password = Files.readString(path).strip();
        if (!password.isEmpty()) {
          return Optional.of(password);
        }
      }
    } catch (IOException | InvalidPathException e) {
      throw wrong(
          "cannot read its passwordFile " + file + " (" + e.getClass().getSimpleName() + ")",
          "Name a file that this user may read, with the password in it");
    }
    throw wrong(
        "has a passwordFile " + file + " that is empty or longer than 4096 bytes",
        "Write the password into it, and nothing else");
  }

  private static EdgewiseException wrong(String what, String instead) {
    return EdgewiseException.of(
        ErrorCode.BAD_CONFIGURATION, "The shared cache " + what + ". " + instead + ".");
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "connectTimeout "
        + connectTimeout
        + ", callTimeout "
        + callTimeout
        + ", connections "
        + connections
        + ", prefix "
        + prefix
        + (password.isPresent() ? ", with a password" : "");
  }
}
