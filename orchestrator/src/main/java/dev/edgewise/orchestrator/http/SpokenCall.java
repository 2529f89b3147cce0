package dev.edgewise.orchestrator.http;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Scheduler;
import dev.edgewise.orchestrator.gateway.Gateway;
import dev.edgewise.orchestrator.gateway.Seats;
import dev.edgewise.orchestrator.gateway.Terms;
import dev.edgewise.orchestrator.gateway.generation.Follower;
import dev.edgewise.orchestrator.gateway.generation.Position;
import dev.edgewise.orchestrator.rpc.Askers;
import dev.edgewise.sdk.invoke.Items;
import dev.edgewise.sdk.spi.Message;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A call of a model for a request that is written in a protocol of its own: in one piece, or as it
 * comes. It gives the seat back whatever happens, once it is asked to do something.
 *
 * @param headers what they ask for
 */
record SpokenCall(
    Gateway gateway,
    Scheduler scheduler,
    HttpRequest<?> request,
    CallHeaders headers,
    Seats.Seat seat,
    Voice voice) {
  private static final System.Logger LOG = System.getLogger(SpokenCall.class.getName());

  SpokenCall {
    requireNonNull(gateway, "gateway");
    requireNonNull(request, "request");
    requireNonNull(voice, "voice");
  }

  /**
   * The terms of a call of that method.
   *
   * @throws EdgewiseException when they cannot be agreed upon
   */
  Terms.Agreed terms(String method) {
    return switch (gateway.terms(gateway.services().contract(method), headers.asked())) {
      case Terms.Agreed agreed -> agreed;
      case Terms.Refused(ErrorCode code, String because) ->
          throw EdgewiseException.of(code, because);
    };
  }

  /** Makes a call with one answer. */
  CompletableFuture<HttpResponse<?>> call(
      String method,
      Message message,
      Function<Outcome.Completed<Message>, MutableHttpResponse<byte[]>> answer) {
    CompletableFuture<Outcome<Message>> outcome = gateway.call(method, message, terms(method));
    Askers.untilAnswered(request, outcome, () -> outcome.cancel(true));
    return outcome.thenApply(
        result -> {
          try (seat) {
            return result instanceof Outcome.Completed<Message> done
                ? answer.apply(done)
                : voice.answer(request, problem(method, result));
          } catch (EdgewiseException e) {
            return voice.answer(request, Problem.of(e));
          }
        });
  }

  /** What became of a call that did not complete. */
  private Problem problem(String method, Outcome<?> outcome) {
    return new CallAnswers(gateway.services(), method).problem(outcome).orElseThrow();
  }

  /**
   * Makes a call with a stream of items, and answers in one piece when it has ended. It goes on
   * when a node is lost, as any stream does; not when its client has gone.
   *
   * @param each is told every item
   * @param answer of all of them
   */
  CompletableFuture<HttpResponse<?>> whole(
      String method,
      Message message,
      Consumer<Message> each,
      Function<Outcome.Completed<Long>, MutableHttpResponse<byte[]>> answer) {
    Items<Message> items = gateway.stream(method, message, terms(method));
    CompletableFuture<HttpResponse<?>> answered = new CompletableFuture<>();
    Askers.untilAnswered(request, answered, items::close);
    Thread.ofVirtual()
        .name("gateway-whole")
        .start(() -> answered.complete(collected(method, items, each, answer)));
    return answered;
  }

  private HttpResponse<?> collected(
      String method,
      Items<Message> items,
      Consumer<Message> each,
      Function<Outcome.Completed<Long>, MutableHttpResponse<byte[]>> answer) {
    try (seat;
        items) {
      for (Optional<Message> next = items.next(); next.isPresent(); next = items.next()) {
        if (!seat.hold(next.get().size())) {
          throw EdgewiseException.of(ErrorCode.OVERLOADED, gateway.tooMuchHeld());
        }
        each.accept(next.get());
      }
      return items.outcome().join() instanceof Outcome.Completed<Long> done
          ? answer.apply(done)
          : voice.answer(request, problem(method, items.outcome().join()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return voice.answer(request, new Problem(499, ErrorCode.CANCELLED, "It was given up."));
    } catch (EdgewiseException e) {
      return voice.answer(request, Problem.of(e).ofCall(items.decisionId()));
    } catch (Exception e) {
      LOG.log(System.Logger.Level.WARNING, "an answer could not be made: " + e, e);
      return voice.answer(
          request,
          new Problem(
              500,
              ErrorCode.COMMAND_FAILED,
              "The orchestrator could not answer; its log says why."));
    }
  }

  /** Writes the items of a stream. */
  interface Writing {
    /**
     * An item as events, together; empty when there is nothing to send for it.
     *
     * @throws EdgewiseException with {@code BAD_ANSWER} when it cannot be read
     */
    String events(Message item);
  }

  /**
   * Makes a call with a stream of items, or goes on with one, and answers as they come. It goes on
   * when a node is lost; when its client has gone it waits for it to come back.
   *
   * @param writing gets what the client has already: the id of the stream, and its last item there
   */
  CompletableFuture<HttpResponse<?>> streamed(
      String method, Message message, Function<Position, Writing> writing) {
    Follower items = opened(method, message);
    Writing writer = writing.apply(items.position());
    ItemStream<byte[]> stream =
        new ItemStream<>(
            items,
            items.number(),
            new SpokenEvents(Optional.of(items.generation()), voice),
            scheduler);
    CompletableFuture<Optional<Problem>> begun =
        stream.begin(
            writer::events, new CallAnswers(gateway.services(), method)::problem, seat::close);
    // From then on Micronaut gives the stream up.
    Askers.untilAnswered(request, begun, stream::cancel);
    return begun.thenApply(
        problem ->
            problem.isPresent()
                ? voice.answer(request, problem.get())
                : HttpResponse.ok(stream)
                    .contentType(MediaType.TEXT_EVENT_STREAM_TYPE)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .header(CallHeaders.GENERATION, items.generation())
                    .header(CallHeaders.DECISION, items.decisionId())
                    .header(OpenAiAnswers.REQUEST_ID, items.decisionId()));
  }

  private Follower opened(String method, Message message) {
    Terms.Agreed terms = terms(method);
    return switch (CallHeaders.comesBack(request.getHeaders()::getAll)) {
      case CallHeaders.ComesBack.After(Position position) ->
          gateway.follow(position, method, Optional.of(message), terms);
      case CallHeaders.ComesBack.Not _ -> gateway.generate(method, message, terms);
      case CallHeaders.ComesBack.Wrong(Problem problem) ->
          throw EdgewiseException.of(problem.code(), problem.detail());
    };
  }
}
