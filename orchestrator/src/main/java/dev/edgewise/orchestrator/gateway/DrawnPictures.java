package dev.edgewise.orchestrator.gateway;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.invoke.Items;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.DrawEvent;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Waits for the pictures at the end of a stream of them, for who wants one answer. */
final class DrawnPictures {
  private final Items<Message> items;
  private final Supplier<CompletableFuture<Outcome<Message>>> atOnce;
  private Optional<Message> pictures = Optional.empty();

  private DrawnPictures(
      Items<Message> items, Supplier<CompletableFuture<Outcome<Message>>> atOnce) {
    this.items = items;
    this.atOnce = atOnce;
  }

  /**
   * The encoded {@code GenerateResponse} of a stream.
   *
   * @param items end with the future
   * @param atOnce asks for one answer, when that is larger than a stream's last item may be
   * @return never fails; cancelling it gives the stream up
   */
  static CompletableFuture<Outcome<Message>> collect(
      Items<Message> items, Supplier<CompletableFuture<Outcome<Message>>> atOnce) {
    DrawnPictures drawn = new DrawnPictures(items, atOnce);
    CompletableFuture<Outcome<Message>> made = new CompletableFuture<>();
    var unused = made.whenComplete((outcome, failure) -> items.close());
    Thread.ofVirtual().name("gateway-pictures").start(() -> drawn.complete(made));
    return made;
  }

  private void complete(CompletableFuture<Outcome<Message>> made) {
    try {
      for (Optional<Message> next = items.next(); next.isPresent(); next = items.next()) {
        take(next.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      // The outcome says it too.
    }
    var unused = items.outcome().thenAccept(end -> end(end, made));
  }

  private void take(Message chunk) {
    try {
      if (WireReader.decode(ModelCodecs.DRAW_EVENT, chunk) instanceof DrawEvent.Finished finished) {
        pictures =
            Optional.of(WireWriter.encode(ModelCodecs.GENERATE_RESPONSE, finished.response()));
      }
    } catch (MalformedMessage e) {
      // Then there are no pictures at the end.
    }
  }

  private void end(Outcome<Long> end, CompletableFuture<Outcome<Message>> made) {
    switch (end) {
      case Outcome.Completed<Long> done ->
          made.complete(
              pictures.isPresent()
                  ? new Outcome.Completed<>(
                      pictures.get(),
                      done.node(),
                      done.escalation(),
                      done.cache(),
                      done.decisionId(),
                      done.took())
                  : new Outcome.Failed<>(
                      EdgewiseException.of(
                          ErrorCode.BAD_ANSWER, "A stream of pictures ended without pictures."),
                      done.decisionId(),
                      done.took()));
      case Outcome.Failed<Long> failed when failed.cause().code() == ErrorCode.TOO_LARGE -> {
        CompletableFuture<Outcome<Message>> second = atOnce.get();
        var unused = made.whenComplete((outcome, failure) -> second.cancel(true));
        var unusedEnd = second.thenAccept(made::complete);
      }
      case Outcome.Failed<Long> failed ->
          made.complete(new Outcome.Failed<>(failed.cause(), failed.decisionId(), failed.took()));
      case Outcome.Refused<Long> refused ->
          made.complete(
              new Outcome.Refused<>(refused.cause(), refused.decisionId(), refused.took()));
      case Outcome.Expired<Long> expired ->
          made.complete(
              new Outcome.Expired<>(expired.cause(), expired.decisionId(), expired.took()));
      case Outcome.Cancelled<Long> cancelled ->
          made.complete(
              new Outcome.Cancelled<>(cancelled.cause(), cancelled.decisionId(), cancelled.took()));
    }
  }
}
