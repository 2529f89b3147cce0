package dev.edgewise.serving.host;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.HostedGeneration;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.DrawEvent;
import dev.edgewise.sdk.spi.model.GenerateRequest;
import dev.edgewise.sdk.spi.model.GenerateResponse;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.Picture;
import dev.edgewise.serving.pipeline.Drawn;
import dev.edgewise.serving.pipeline.PictureRequest;
import dev.edgewise.serving.pipeline.PictureState;
import dev.edgewise.serving.pipeline.PictureTerms;
import dev.edgewise.serving.pipeline.TextToImagePipeline;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Calls of a model that makes pictures, as an answer or as a stream: both draw in the same way,
 * step by step on the threads for native code, so that several drawings take turns, and a slow
 * reader of previews holds none of those threads.
 *
 * @param random seeds of pictures that may be any
 * @param natives where networks run
 * @param producer what computes the pictures, as digests
 */
record PictureCalls(
    TextToImagePipeline pipeline,
    Clock clock,
    RandomGenerator random,
    NativeThreads natives,
    String producer) {
  private static final Logger LOG = System.getLogger(PictureCalls.class.getName());

  /** All pictures at once. */
  Message generate(GenerateRequest request, long deadlineNanos, CallContext context)
      throws InterruptedException {
    PictureRequest asked = asked(request, request.seed().orElseGet(() -> random.nextLong()));
    PictureTerms terms =
        new PictureTerms(
            deadlineNanos,
            context::isCancelled,
            place(deadlineNanos),
            PictureTerms.NONE.progress());
    return WireWriter.encode(ModelCodecs.GENERATE_RESPONSE, response(pipeline.draw(asked, terms)));
  }

  /** Previews as they come, then all pictures; goes on where another node had to stop. */
  void draw(GenerateRequest request, long deadlineNanos, CallContext context, ItemSink sink)
      throws InterruptedException {
    PictureRequest bare = asked(request, 0);
    HostedGeneration<PictureState, DrawEvent> generation =
        HostedGeneration.of(context, sink, pipeline.states(bare), ModelCodecs.DRAW_EVENT, producer);
    // Another node that goes on has to begin with the same noise.
    PictureRequest asked = asked(request, request.seed().orElseGet(generation::seed));
    int steps = request.steps().orElse(pipeline.defaultSteps());
    Optional<PictureState> from = generation.resume(generation.key());
    int done = from.map(state -> state.stepsDone(steps)).orElse(0);
    context
        .generation()
        .filter(running -> done > 0 || !running.emitted().isEmpty())
        .ifPresent(
            running ->
                LOG.log(
                    Level.INFO,
                    "model {0}: generation {1} goes on at step {2} of {3}",
                    pipeline.name(),
                    running.id(),
                    Integer.toString(done),
                    Integer.toString(steps * request.count())));
    DrawnStream stream = new DrawnStream(generation, sink, request.previews(), steps, done, clock);
    PictureTerms terms =
        new PictureTerms(deadlineNanos, generation::cancelled, place(deadlineNanos), stream);
    GenerateResponse response = response(pipeline.draw(asked, terms, from));
    stream.finished(response);
  }

  private PictureTerms.Place place(long deadlineNanos) {
    return new PictureTerms.Place() {
      @Override
      public <R> R run(Supplier<R> work) throws InterruptedException {
        return natives.run(pipeline.name(), work, deadlineNanos);
      }
    };
  }

  private static PictureRequest asked(GenerateRequest request, long seed) {
    return new PictureRequest(
        request.prompt(),
        request.negativePrompt(),
        request.steps(),
        request.guidanceScale(),
        seed,
        request.count());
  }

  private GenerateResponse response(Drawn drawn) {
    return switch (drawn) {
      case Drawn.Finished finished ->
          new GenerateResponse(
              finished.pictures().stream().map(PictureCalls::picture).toList(),
              finished.subject().map(Drawn.Match::subject).orElse(""),
              finished.subject().map(match -> Math.max(0, match.similarity())).orElse(0.0),
              finished.steps(),
              finished.guidance());
      case Drawn.Refused refused -> throw EdgewiseException.of(refused.code(), refused.why());
      case Drawn.Stopped stopped ->
          throw EdgewiseException.of(
              stopped.code(),
              "Model \""
                  + pipeline.name()
                  + "\" stopped after "
                  + stopped.stepsDone()
                  + " steps: "
                  + (stopped.code() == ErrorCode.CANCELLED
                      ? "the caller gave up."
                      : "the deadline passed. Give it a longer one, or ask for fewer steps."));
    };
  }

  static Picture picture(Drawn.Picture picture) {
    return new Picture(
        ByteBuffer.wrap(picture.png()), picture.width(), picture.height(), picture.seed());
  }
}
