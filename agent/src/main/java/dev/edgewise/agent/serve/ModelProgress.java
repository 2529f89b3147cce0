package dev.edgewise.agent.serve;

import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.model.CompleteRequest;
import dev.edgewise.sdk.spi.model.DrawEvent;
import dev.edgewise.sdk.spi.model.GenerateRequest;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMethods;
import java.util.Optional;

/**
 * Reads how far a text or a drawing is from what its caller is sent. What cannot be read counts for
 * nothing: it is for people only, and no call may fail of it.
 */
final class ModelProgress {
  /**
   * A text without a bound of its own gets at most so many tokens (edgewise.v1.CompleteRequest).
   */
  private static final int USUAL_TOKENS = 1_024;

  private ModelProgress() {}

  /** Of a method of a model, or of any other. */
  static Progress of(MethodContract contract, Message request) {
    if (!contract.service().startsWith(ModelMethods.PACKAGE)) {
      return Progress.ofChunks();
    }
    try {
      if (contract.method().equals(ModelKind.TEXT.method())) {
        CompleteRequest asked = WireReader.decode(ModelCodecs.COMPLETE_REQUEST, request);
        return new OfText(asked.maxTokens().orElse(USUAL_TOKENS));
      }
      if (contract.method().equals(ModelMethods.DRAW)) {
        GenerateRequest asked = WireReader.decode(ModelCodecs.GENERATE_REQUEST, request);
        return new OfDrawing(asked.count(), asked.steps().orElse(0));
      }
    } catch (MalformedMessage e) {
      // Its body will say so.
    }
    return Progress.ofChunks();
  }

  private static final class OfText implements Progress {
    private final long most;
    private long tokens;

    OfText(long most) {
      this.most = most;
    }

    @Override
    public Unit unit() {
      return Unit.TOKEN;
    }

    @Override
    public void chunk(Message chunk) {
      try {
        tokens += WireReader.decode(ModelCodecs.TEXT_CHUNK, chunk).tokens().length;
      } catch (MalformedMessage e) {
        // Its caller will say so.
      }
    }

    @Override
    public void step(long step) {
      // A token is one, and comes in a chunk.
    }

    @Override
    public long done() {
      return tokens;
    }

    @Override
    public long of() {
      return most;
    }
  }

  private static final class OfDrawing implements Progress {
    private final long pictures;
    private long steps;
    private long done;

    /**
     * Nothing is drawn yet.
     *
     * @param steps of each picture; 0 while only the model knows
     */
    OfDrawing(long pictures, long steps) {
      this.pictures = pictures;
      this.steps = steps;
    }

    @Override
    public Unit unit() {
      return Unit.STEP;
    }

    @Override
    public void chunk(Message chunk) {
      // A picture is many bytes, and its numbers come after it: most chunks are previews, and few.
      Optional<DrawEvent> event = event(chunk);
      if (event.isEmpty()) {
        return;
      }
      switch (event.get()) {
        case DrawEvent.Previewed previewed -> {
          steps = previewed.preview().steps();
          step(previewed.preview().index() * steps + previewed.preview().step());
        }
        case DrawEvent.Finished finished -> {
          steps = Math.max(steps, finished.response().steps());
          done = pictures * steps;
        }
      }
    }

    private static Optional<DrawEvent> event(Message chunk) {
      try {
        return Optional.of(WireReader.decode(ModelCodecs.DRAW_EVENT, chunk));
      } catch (MalformedMessage e) {
        return Optional.empty();
      }
    }

    @Override
    public void step(long step) {
      done = Math.max(done, step);
    }

    @Override
    public long done() {
      return done;
    }

    @Override
    public long of() {
      return pictures * steps;
    }
  }
}
