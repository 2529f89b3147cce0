package dev.edgewise.serving.protocol.openai;

/**
 * Events of a stream as the protocol's clients read them, as text. Pure.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML: server-sent
 *     events</a>
 */
public final class ServerSentEvents {
  /** After the last event of a text. */
  static final String DONE = "data: [DONE]\n\n";

  /**
   * A sign of life, which clients skip. No empty line ends it: OpenAI's own client for Python takes
   * one for the end of an event as soon as any event had an id, and fails to read the nothing that
   * is in it.
   */
  public static final String ALIVE = ": alive\n";

  private ServerSentEvents() {}

  /**
   * An event without a name.
   *
   * @param json on one line
   */
  static String of(String json) {
    return "data: " + json + "\n\n";
  }

  /** An event with a name. */
  static String of(String name, String json) {
    return "event: " + name + "\n" + of(json);
  }

  /** What ends a stream before its time. Clients throw what is in it. */
  public static String failed(ApiError error) {
    return of(error.json());
  }
}
