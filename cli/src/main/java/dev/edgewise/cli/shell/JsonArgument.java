package dev.edgewise.cli.shell;

import dev.edgewise.core.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The value of {@code --json}: the text itself, {@code @FILE}, or {@code -} for what is piped in.
 */
public final class JsonArgument {
  /** A message has at most 4 MiB; its JSON may be larger, but not by this much. */
  public static final int MOST_BYTES = 16 * 1024 * 1024;

  private JsonArgument() {}

  public static String read(String value, Shell shell) {
    if (value.equals("-")) {
      return read("standard input", shell.in());
    }
    if (!value.startsWith("@")) {
      return value;
    }
    Path file = shell.folder().resolve(value.substring(1));
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in);
    } catch (IOException e) {
      throw new Problem(
              ErrorCode.NOT_FOUND,
              "the request cannot be read from " + file,
              e.getClass().getSimpleName() + ": " + e.getMessage(),
              "name a file behind the @, or give the JSON itself")
          .failure();
    }
  }

  private static String read(String name, InputStream in) {
    try {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length <= MOST_BYTES) {
        return new String(bytes, StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new Problem(
              ErrorCode.NOT_FOUND,
              "the request cannot be read from " + name,
              String.valueOf(e.getMessage()),
              "give the JSON itself, or name a file with @FILE")
          .failure();
    }
    throw new Problem(
            ErrorCode.TOO_LARGE,
            "the request from " + name + " is larger than 16 MiB",
            "a message holds at most 4 MiB",
            "send less at once")
        .failure();
  }
}
