package dev.edgewise.orchestrator.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.edgewise.orchestrator.gateway.generation.Position;
import dev.edgewise.serving.protocol.openai.ServerSentEvents;
import io.micronaut.http.MediaType;

/**
 * Server-sent events as a protocol has written them, in bytes: an item can be several of them, or
 * none. The last of an item has the place in the stream as its id, so that a client can come back.
 *
 * @param generation its id, by which the client can come back to it
 * @param voice says what ended a stream early
 */
record SpokenEvents(String generation, Voice voice) implements ItemForm<byte[]> {
  private static final String END = "\n\n";

  SpokenEvents {
    requireNonNull(generation, "generation");
    requireNonNull(voice, "voice");
  }

  @Override
  public MediaType type() {
    return MediaType.TEXT_EVENT_STREAM_TYPE;
  }

  @Override
  public byte[] item(String events, long number) {
    if (events.isEmpty()) {
      return alive();
    }
    int last = events.lastIndexOf(END, events.length() - END.length() - 1);
    int from = last < 0 ? 0 : last + END.length();
    String id = new Position(generation, number).text();
    return (events.substring(0, from) + "id: " + id + "\n" + events.substring(from))
        .getBytes(UTF_8);
  }

  @Override
  public byte[] end(Problem problem) {
    return voice.event(problem).getBytes(UTF_8);
  }

  @Override
  public byte[] alive() {
    return ServerSentEvents.ALIVE.getBytes(UTF_8);
  }
}
