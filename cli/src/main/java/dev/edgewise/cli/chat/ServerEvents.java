package dev.edgewise.cli.chat;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/**
 * Reads server-sent events as they come. For one thread.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML: server-sent
 *     events</a>
 */
final class ServerEvents {
  /** Longest event; a chunk has at most 1 MiB, and its JSON is not much longer. */
  static final int LONGEST = 8 << 20;

  private final Reader in;
  private boolean skipNewline;

  ServerEvents(Reader in) {
    this.in = in;
  }

  /**
   * An event that says something.
   *
   * @param id of this event, or of the last that had one; may be empty
   * @param name {@code message} unless it has one
   * @param data its lines
   */
  record Event(String id, String name, String data) {}

  private String id = "";

  /** The next one; empty at the end of the stream, which an event cut in two is no part of. */
  Optional<Event> next() throws IOException {
    StringBuilder data = new StringBuilder();
    String name = "message";
    boolean some = false;
    for (String line = line(); line != null; line = line()) {
      if (line.isEmpty()) {
        if (some) {
          return Optional.of(new Event(id, name, data.toString()));
        }
        name = "message";
        continue;
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      switch (field) {
        case "data" -> {
          if (data.length() + value.length() > LONGEST) {
            throw new IOException("an event of more than " + LONGEST + " characters");
          }
          data.append(some ? "\n" : "").append(value);
          some = true;
        }
        case "id" -> id = value.indexOf('\0') < 0 ? value : id;
        case "event" -> name = value;
        default -> {
          // Comments, and what this client does not know.
        }
      }
    }
    return Optional.empty();
  }

  /** A line without its end, which is one of CR, LF and CRLF; null when there is no whole one. */
  private @org.jspecify.annotations.Nullable String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      boolean second = skipNewline && c == '\n';
      skipNewline = false;
      if (second) {
        continue;
      }
      if (c == '\n' || c == '\r') {
        skipNewline = c == '\r';
        return line.toString();
      }
      if (line.length() > LONGEST) {
        throw new IOException("a line of more than " + LONGEST + " characters");
      }
      line.append((char) c);
    }
    return null;
  }
}
