package dev.edgewise.orchestrator.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.orchestrator.gateway.Asked;
import dev.edgewise.orchestrator.gateway.Gateway;
import dev.edgewise.orchestrator.gateway.Seats;
import dev.edgewise.orchestrator.identity.Denial;
import dev.edgewise.sdk.spi.Message;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.ServerHttpRequest;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Lets requests in, whatever protocol they are in: what their headers ask for, then a seat, then
 * the body, which is read only by who has a seat. A seat is given back whatever goes wrong before
 * the work has begun.
 */
@Singleton
final class Door {
  private final Gateway gateway;
  private final SystemScheduler scheduler;

  Door(Gateway gateway, SystemScheduler scheduler) {
    this.gateway = requireNonNull(gateway, "gateway");
    this.scheduler = requireNonNull(scheduler, "scheduler");
  }

  /**
   * What is done for a request.
   *
   * @param <B> its body, as it is needed
   */
  interface Work<B> {
    /**
     * Begins it. From then on it is the work that gives the seat back, unless it throws.
     *
     * @throws EdgewiseException when it cannot be done
     */
    CompletableFuture<HttpResponse<?>> begin(B body, SeatedCall call);
  }

  /** Reads JSON, on this thread, and has its work done. */
  CompletableFuture<HttpResponse<?>> json(HttpRequest<?> request, Voice voice, Work<String> work) {
    Optional<Problem> packed =
        MediaTypes.packed(request.getHeaders().getAll(HttpHeaders.CONTENT_ENCODING));
    return packed.isPresent()
        ? now(voice.answer(request, packed.get()))
        : enter(request, voice, Body.Kind.JSON, "", (body, call) -> work.begin(text(body), call));
  }

  /** Reads an inference, on this thread, unpacked, and has its work done. */
  CompletableFuture<HttpResponse<?>> inference(
      HttpRequest<?> request, Voice voice, Work<Message> work) {
    String encoding =
        Optional.ofNullable(request.getHeaders().get(HttpHeaders.CONTENT_ENCODING)).orElse("");
    return enter(request, voice, Body.Kind.INFERENCE, encoding, work);
  }

  private CompletableFuture<HttpResponse<?>> enter(
      HttpRequest<?> request, Voice voice, Body.Kind kind, String encoding, Work<Message> work) {
    return seated(
        request,
        voice,
        call -> {
          // The body itself, and not as an argument of a controller: that would have been read.
          try (InputStream body = ((ServerHttpRequest<?>) request).byteBody().toInputStream()) {
            return switch (Body.read(
                kind, body, request.getContentLength(), encoding, call.seat(), scheduler)) {
              case Body.Refused(Problem problem) -> {
                call.seat().close();
                yield now(voice.answer(request, problem));
              }
              case Body.Bytes(Message message) -> work.begin(message, call);
            };
          } catch (IOException e) {
            throw EdgewiseException.of(
                ErrorCode.BAD_REQUEST, "The body broke off. Send it anew.", e);
          }
        });
  }

  /** Has work done that needs a seat, and no body. */
  CompletableFuture<HttpResponse<?>> seated(
      HttpRequest<?> request,
      Voice voice,
      Function<SeatedCall, CompletableFuture<HttpResponse<?>>> work) {
    Asked asked;
    try {
      asked = CallHeaders.asked(CallerGuard.of(request), request.getHeaders()::getAll);
    } catch (EdgewiseException e) {
      return now(voice.answer(request, Problem.of(e)));
    }
    Optional<Denial> foreign = asked.caller().deniesTenant(asked.tenant());
    if (foreign.isPresent()) {
      return now(voice.answer(request, Problem.of(foreign.get().exception())));
    }
    Optional<Seats.Seat> seat = gateway.enter();
    if (seat.isEmpty()) {
      return now(voice.answer(request, Problem.of(ErrorCode.OVERLOADED, gateway.full())));
    }
    try {
      return work.apply(new SeatedCall(gateway, scheduler, request, asked, seat.get(), voice));
    } catch (EdgewiseException e) {
      seat.get().close();
      return now(voice.answer(request, Problem.of(e)));
    } catch (RuntimeException | Error e) {
      seat.get().close();
      throw e;
    }
  }

  private static String text(Message body) {
    try {
      return UTF_8.newDecoder().decode(body.contiguous()).toString();
    } catch (CharacterCodingException e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_REQUEST, "The body is not UTF-8. Encode the JSON as UTF-8.", e);
    }
  }

  static CompletableFuture<HttpResponse<?>> now(HttpResponse<?> response) {
    return CompletableFuture.completedFuture(response);
  }
}
