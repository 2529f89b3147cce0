package dev.edgewise.serving.host;

import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.NearCaption;
import dev.edgewise.sdk.spi.model.NearestRequest;
import dev.edgewise.sdk.spi.model.NearestResponse;
import dev.edgewise.serving.pipeline.NearestCaptions;

/** Calls of models that take a text. */
final class TextCalls {
  private TextCalls() {}

  static Message nearest(NearestCaptions captions, NearestRequest request) {
    return WireWriter.encode(
        ModelCodecs.NEAREST_RESPONSE,
        new NearestResponse(
            captions.nearest(request.text(), request.limit()).stream()
                .map(hit -> new NearCaption(hit.text(), hit.similarity()))
                .toList()));
  }
}
