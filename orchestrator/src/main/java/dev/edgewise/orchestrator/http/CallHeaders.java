package dev.edgewise.orchestrator.http;

import dev.edgewise.core.CacheTexts;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Quantities;
import dev.edgewise.orchestrator.gateway.Asked;
import dev.edgewise.orchestrator.gateway.Terms;
import dev.edgewise.orchestrator.gateway.generation.Position;
import dev.edgewise.orchestrator.identity.Caller;
import io.micronaut.http.MutableHttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What the headers of a call ask for; and those of its answer. Pure. */
final class CallHeaders {
  static final String DEADLINE = "Edgewise-Deadline";
  static final String LABEL = "Edgewise-Label";
  static final String TENANT = "Edgewise-Tenant";
  static final String TRACEPARENT = "traceparent";
  static final String DECISION = "Edgewise-Decision";
  static final String NODE = "Edgewise-Node";
  static final String TIER = "Edgewise-Tier";
  static final String CACHE_CONTROL = "Edgewise-Cache-Control";
  static final String CACHE = "Edgewise-Cache";
  static final String GENERATION = "Edgewise-Generation";
  static final String LAST_EVENT_ID = "Last-Event-ID";

  private CallHeaders() {}

  /**
   * Reads what they ask for.
   *
   * @param caller who sends them
   * @param headers all values of a header, by its name
   * @throws EdgewiseException with {@code BAD_REQUEST} that says what is wrong with them
   */
  static Asked asked(Caller caller, Function<String, List<String>> headers) {
    for (String name : List.of(DEADLINE, LABEL, TENANT)) {
      if (headers.apply(name).size() > 1) {
        throw bad(name + " stands twice; send it once.");
      }
    }
    Optional<Duration> deadline = Optional.empty();
    List<String> given = headers.apply(DEADLINE);
    if (!given.isEmpty()) {
      deadline = duration(given.get(0).strip());
      if (deadline.isEmpty()) {
        throw bad(
            DEADLINE
                + " is no time to wait (expected: a whole number and a unit, from 1ms to 1h, such"
                + " as 500ms, 2s or 1m).");
      }
    }
    return new Asked(
        caller,
        deadline,
        first(headers, LABEL),
        first(headers, TENANT),
        // Of a broken or doubled one the specification says to begin a new trace.
        first(headers, TRACEPARENT).filter(_ -> headers.apply(TRACEPARENT).size() == 1),
        // A list, which may stand in several lines (RFC 9110, section 5.3).
        list(headers.apply(CACHE_CONTROL)));
  }

  /**
   * Where a client stands that comes back to a stream: after that item; empty when it comes for the
   * first time.
   *
   * @param headers all values of a header, by its name
   * @throws EdgewiseException with {@code BAD_REQUEST} when what it sends is no position
   * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML: server-sent
   *     events, which a client without an id sends no header of</a>
   */
  static Optional<Position> comesBack(Function<String, List<String>> headers) {
    List<String> given = headers.apply(LAST_EVENT_ID);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    Optional<Position> position =
        given.size() == 1 ? Position.parse(given.get(0).strip()) : Optional.empty();
    if (position.isEmpty()) {
      throw bad(
          LAST_EVENT_ID
              + " is no place in a stream (expected: once, the id of the last event that came,"
              + " which is "
              + GENERATION
              + " of the answer, a slash and the number of the item). Send that, or leave the"
              + " header out to begin anew.");
    }
    return position;
  }

  private static Optional<Duration> duration(String text) {
    try {
      return Optional.of(Quantities.duration(text))
          .filter(duration -> !duration.isZero())
          .filter(duration -> duration.compareTo(Terms.LONGEST_DEADLINE) <= 0);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Says in an answer who gave it, by which decision, and what a cache had to do with it. */
  static <B> MutableHttpResponse<B> put(
      MutableHttpResponse<B> response, Outcome.Completed<?> completed) {
    completed.cache().ifPresent(note -> response.header(CACHE, CacheTexts.text(note)));
    return response
        .header(DECISION, completed.decisionId())
        .header(NODE, completed.node().name())
        .header(TIER, completed.node().tier().name().toLowerCase(Locale.ROOT));
  }

  private static Optional<String> list(List<String> lines) {
    return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(",", lines));
  }

  private static Optional<String> first(Function<String, List<String>> headers, String name) {
    return headers.apply(name).stream().findFirst().map(String::strip);
  }

  private static EdgewiseException bad(String detail) {
    return EdgewiseException.of(ErrorCode.BAD_REQUEST, detail);
  }
}
