package dev.edgewise.serving.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.GenerateRequest;
import dev.edgewise.sdk.spi.model.GenerateResponse;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.NearCaption;
import dev.edgewise.sdk.spi.model.NearestRequest;
import dev.edgewise.sdk.spi.model.NearestResponse;
import dev.edgewise.sdk.spi.model.Picture;
import dev.edgewise.serving.pipeline.Drawn;
import dev.edgewise.serving.pipeline.NearestCaptions;
import dev.edgewise.serving.pipeline.PictureRequest;
import dev.edgewise.serving.pipeline.PictureTerms;
import dev.edgewise.serving.pipeline.TextToImagePipeline;
import java.nio.ByteBuffer;

/** Calls of models that take a text. */
final class TextCalls {
  private TextCalls() {}

  static Message generate(
      TextToImagePipeline pipeline,
      GenerateRequest request,
      long deadlineNanos,
      CallContext context,
      Node node) {
    long seed = request.seed().orElseGet(() -> node.random().nextLong());
    Drawn drawn =
        pipeline.draw(
            new PictureRequest(
                request.prompt(),
                request.negativePrompt(),
                request.steps(),
                request.guidanceScale(),
                seed,
                request.count()),
            new PictureTerms(deadlineNanos, context::isCancelled, PictureTerms.NONE.progress()));
    return switch (drawn) {
      case Drawn.Finished finished ->
          WireWriter.encode(
              ModelCodecs.GENERATE_RESPONSE,
              new GenerateResponse(
                  finished.pictures().stream()
                      .map(
                          picture ->
                              new Picture(
                                  ByteBuffer.wrap(picture.png()),
                                  picture.width(),
                                  picture.height(),
                                  picture.seed()))
                      .toList(),
                  finished.subject().map(Drawn.Match::subject).orElse(""),
                  finished.subject().map(match -> Math.max(0, match.similarity())).orElse(0.0),
                  finished.steps(),
                  finished.guidance()));
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

  static Message nearest(NearestCaptions captions, NearestRequest request) {
    return WireWriter.encode(
        ModelCodecs.NEAREST_RESPONSE,
        new NearestResponse(
            captions.nearest(request.text(), request.limit()).stream()
                .map(hit -> new NearCaption(hit.text(), hit.similarity()))
                .toList()));
  }
}
