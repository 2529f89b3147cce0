package dev.edgewise.orchestrator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.edgewise.orchestrator.gateway.generation.Position;
import io.micronaut.http.MediaType;
import io.micronaut.http.sse.Event;
import java.util.Optional;

/**
 * How the items of a stream are written.
 *
 * @param <T> what the server sends one after the other
 */
interface ItemForm<T> {
  /** For {@code Content-Type}. */
  MediaType type();

  /**
   * An item.
   *
   * @param json on one line
   * @param number from 1
   */
  T item(String json, long number);

  /** What ended the stream before its time; the last that is sent. */
  T end(Problem problem);

  /** A sign of life while no item comes. */
  T alive();

  /**
   * One JSON object a line; what ends the stream early is an object with the one field {@code
   * problem}, which no item has; an empty line is a sign of life.
   */
  static ItemForm<byte[]> lines() {
    return new ItemForm<>() {
      @Override
      public MediaType type() {
        return MediaType.of(MediaTypes.NDJSON);
      }

      @Override
      public byte[] item(String json, long number) {
        return (json + "\n").getBytes(UTF_8);
      }

      @Override
      public byte[] end(Problem problem) {
        return ("{\"problem\":" + Voice.EDGEWISE.event(problem) + "}\n").getBytes(UTF_8);
      }

      @Override
      public byte[] alive() {
        return new byte[] {'\n'};
      }
    };
  }

  /**
   * Server-sent events: each item an event with its number as id, behind the generation's id when
   * the client can come back to it; what ends the stream early is an event named {@code error}; a
   * comment is a sign of life.
   *
   * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML: server-sent
   *     events</a>
   */
  static ItemForm<Event<String>> events(Optional<String> generation) {
    return new ItemForm<>() {
      @Override
      public MediaType type() {
        return MediaType.TEXT_EVENT_STREAM_TYPE;
      }

      @Override
      public Event<String> item(String json, long number) {
        return Event.of(json)
            .id(
                generation
                    .map(id -> new Position(id, number).text())
                    .orElseGet(() -> Long.toString(number)));
      }

      @Override
      public Event<String> end(Problem problem) {
        return Event.of(Voice.EDGEWISE.event(problem)).name("error");
      }

      @Override
      public Event<String> alive() {
        return Event.of("").comment("alive");
      }
    };
  }
}
