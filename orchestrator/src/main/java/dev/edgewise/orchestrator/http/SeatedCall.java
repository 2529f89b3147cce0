package dev.edgewise.orchestrator.http;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Scheduler;
import dev.edgewise.orchestrator.gateway.Asked;
import dev.edgewise.orchestrator.gateway.Gateway;
import dev.edgewise.orchestrator.gateway.Seats;
import dev.edgewise.orchestrator.gateway.Terms;
import dev.edgewise.orchestrator.gateway.generation.Follower;
import dev.edgewise.orchestrator.gateway.generation.Position;
import dev.edgewise.orchestrator.http.rpc.Askers;
import dev.edgewise.sdk.invoke.Items;
import dev.edgewise.sdk.spi.Message;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A call for a request that has been let in: with one answer, with all items in one, or with items
 * as they come. It gives the seat back whatever happens, once it is asked to do something.
 *
 * @param asked what the request's headers ask for
 */
record SeatedCall(
    Gateway gateway,
    Scheduler scheduler,
    HttpRequest<?> request,
    Asked asked,
    Seats.Seat seat,
    Voice voice) {
  private static final System.Logger LOG = System.getLogger(SeatedCall.class.getName());

  SeatedCall {
    requireNonNull(gateway, "gateway");
    requireNonNull(request, "request");
    requireNonNull(seat, "seat");
    requireNonNull(voice, "voice");
  }

  /**
   * The terms of a call of that method.
   *
   * @throws EdgewiseException when they cannot be agreed upon
   */
  Terms.Agreed terms(String method) {
    return gateway.terms(gateway.services().contract(method), asked).orThrow();
  }

  /**
   * Counts what the call holds beside its request.
   *
   * @throws EdgewiseException when that finds no room
   */
  void hold(Message message) {
    if (!seat.hold(message.size())) {
      throw EdgewiseException.of(ErrorCode.OVERLOADED, gateway.tooMuchHeld());
    }
  }

  /** Makes a call with one answer. */
  CompletableFuture<HttpResponse<?>> call(
      String method,
      Message message,
      Terms.Agreed terms,
      Function<Outcome.Completed<Message>, MutableHttpResponse<byte[]>> answer) {
    return answered(method, gateway.call(method, message, terms), result -> result, answer);
  }

  /**
   * Answers when a call has ended; when its client has gone before, the call is given up.
   *
   * @param read what the answer is made of, however the call ended
   * @param answer of one that completed; may throw {@code BAD_ANSWER}
   */
  <A> CompletableFuture<HttpResponse<?>> answered(
      String method,
      CompletableFuture<Outcome<Message>> outcome,
      Function<Outcome<Message>, Outcome<A>> read,
      Function<Outcome.Completed<A>, MutableHttpResponse<byte[]>> answer) {
    Askers.untilAnswered(request, outcome, () -> outcome.cancel(true));
    return outcome.thenApply(
        result -> {
          try (seat) {
            Outcome<A> ended = read.apply(result);
            return ended instanceof Outcome.Completed<A> done
                ? made(done, answer)
                : voice.answer(request, problem(method, ended));
          } catch (EdgewiseException e) {
            return voice.answer(request, Problem.of(e));
          }
        });
  }

  private <A> HttpResponse<?> made(
      Outcome.Completed<A> done,
      Function<Outcome.Completed<A>, MutableHttpResponse<byte[]>> answer) {
    try {
      return answer.apply(done);
    } catch (EdgewiseException e) {
      return voice.answer(request, Problem.of(e).ofCall(done.decisionId()));
    }
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
      Terms.Agreed terms,
      Consumer<Message> each,
      Function<Outcome.Completed<Long>, MutableHttpResponse<byte[]>> answer) {
    Items<Message> items = gateway.stream(method, message, terms);
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
        hold(next.get());
        each.accept(next.get());
      }
      return items.outcome().join() instanceof Outcome.Completed<Long> done
          ? made(done, answer)
          : voice.answer(request, problem(method, items.outcome().join()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return voice.answer(request, Problem.of(ErrorCode.CANCELLED, "It was given up."));
    } catch (EdgewiseException e) {
      return voice.answer(request, Problem.of(e).ofCall(items.decisionId()));
    } catch (Exception e) {
      LOG.log(System.Logger.Level.WARNING, "an answer could not be made: " + e, e);
      return voice.answer(request, Failures.INSIDE);
    }
  }

  /**
   * Opens a stream that its client can come back to. It goes on when a node is lost; when its
   * client has gone it waits for it to come back.
   *
   * @param after where the client stands that does come back
   * @param message may be missing then
   */
  Follower follow(
      String method, Optional<Message> message, Terms.Agreed terms, Optional<Position> after) {
    return after.isPresent()
        ? gateway.follow(after.get(), method, message, terms)
        : gateway.generate(method, message.orElseThrow(), terms);
  }

  /**
   * Makes a call with a stream of items, or goes on with one, and answers as they come, written in
   * a protocol of its own.
   *
   * @param writing gets what the client has already: the id of the stream, and its last item there;
   *     it writes items, each as the events that it is
   */
  CompletableFuture<HttpResponse<?>> spoken(
      String method, Message message, Function<Position, Function<Message, String>> writing) {
    Optional<Position> after = CallHeaders.comesBack(request.getHeaders()::getAll);
    Follower items = follow(method, Optional.of(message), terms(method), after);
    return streamed(
        method,
        items,
        new SpokenEvents(items.generation(), voice),
        writing.apply(items.position()));
  }

  /**
   * Answers with the items of a stream as they come.
   *
   * @param items a {@link Follower} when its client can come back to it
   * @param text an item as it is written; throws {@code BAD_ANSWER} for what is none
   */
  <T> CompletableFuture<HttpResponse<?>> streamed(
      String method, Items<Message> items, ItemForm<T> form, Function<Message, String> text) {
    Optional<Follower> follower =
        items instanceof Follower known ? Optional.of(known) : Optional.empty();
    ItemStream<T> stream =
        new ItemStream<>(items, follower.map(Follower::number).orElse(0L), form, scheduler);
    CompletableFuture<Optional<Problem>> begun =
        stream.begin(text, new CallAnswers(gateway.services(), method)::problem, seat::close);
    // From then on Micronaut gives the stream up.
    Askers.untilAnswered(request, begun, stream::cancel);
    return begun.thenApply(
        problem -> {
          if (problem.isPresent()) {
            return voice.answer(request, problem.get());
          }
          MutableHttpResponse<?> response =
              HttpResponse.ok(stream)
                  .contentType(form.type())
                  .header(HttpHeaders.CACHE_CONTROL, "no-store");
          voice.signs(response, items.decisionId());
          follower.ifPresent(known -> response.header(CallHeaders.GENERATION, known.generation()));
          return response;
        });
  }
}
