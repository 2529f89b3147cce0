package dev.edgewise.sdk.api;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.spi.model.DrawEvent;
import dev.edgewise.sdk.spi.model.GenerateRequest;
import dev.edgewise.sdk.spi.model.GenerateResponse;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for pictures as a stream, which goes on elsewhere when its node is lost; and as one answer
 * where no node has such a stream, or the pictures are too large for one.
 */
record PictureCalls(ModelCalls calls) {
  /** What to tell of the previews, when there is something to show. */
  Outcome<GenerateResponse> generate(
      GenerateRequest request, Optional<Consumer<? super Preview>> watcher) {
    String draw = calls.methods().draw().contract().fullName();
    if (!calls.offers(draw).orElse(true)) {
      return calls.call(calls.methods().generate(), request);
    }
    Drawing drawing = new Drawing(watcher);
    Outcome<Long> end = calls.stream(calls.methods().draw(), request, drawing::take);
    if (drawing.response == null && isBetterAsked(end)) {
      return calls.call(calls.methods().generate(), request);
    }
    Outcome<GenerateResponse> outcome = drawing.outcome(end);
    calls.told().accept(outcome);
    return outcome;
  }

  /** One answer may be larger than a chunk of a stream, and older nodes give nothing else. */
  private static boolean isBetterAsked(Outcome<Long> end) {
    if (end instanceof Outcome.Refused<Long> refused) {
      return refused.cause().code() == ErrorCode.NO_NODE;
    }
    return end instanceof Outcome.Failed<Long> failed
        && failed.cause().code() == ErrorCode.TOO_LARGE;
  }

  /** What has come of one stream. */
  private static final class Drawing {
    private final Optional<Consumer<? super Preview>> watcher;
    private @Nullable GenerateResponse response;

    Drawing(Optional<Consumer<? super Preview>> watcher) {
      this.watcher = watcher;
    }

    void take(DrawEvent event) {
      if (event instanceof DrawEvent.Finished finished) {
        response = finished.response();
      } else if (event instanceof DrawEvent.Previewed previewed && watcher.isPresent()) {
        dev.edgewise.sdk.spi.model.Preview shown = previewed.preview();
        watcher
            .get()
            .accept(
                new Preview(
                    new Image(shown.picture()), shown.index(), shown.step(), shown.steps()));
      }
    }

    Outcome<GenerateResponse> outcome(Outcome<Long> end) {
      if (end instanceof Outcome.Completed<Long> done) {
        GenerateResponse pictures = response;
        return pictures == null
            ? new Outcome.Failed<>(
                EdgewiseException.of(
                    ErrorCode.BAD_ANSWER, "A stream of pictures ended without pictures."),
                done.decisionId(),
                done.took())
            : new Outcome.Completed<>(
                pictures,
                done.node(),
                done.escalation(),
                done.cache(),
                done.decisionId(),
                done.took());
      }
      return retyped(end);
    }

    /** There is no value in it. */
    @SuppressWarnings("unchecked")
    private static Outcome<GenerateResponse> retyped(Outcome<?> end) {
      return (Outcome<GenerateResponse>) end;
    }
  }
}
