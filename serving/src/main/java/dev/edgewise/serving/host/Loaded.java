package dev.edgewise.serving.host;

import dev.edgewise.core.model.TensorModel;
import dev.edgewise.sdk.spi.model.NearCaption;
import dev.edgewise.sdk.spi.model.NearestRequest;
import dev.edgewise.sdk.spi.model.NearestResponse;
import dev.edgewise.serving.pipeline.NearestCaptions;
import dev.edgewise.serving.pipeline.TextToImagePipeline;
import dev.edgewise.serving.text.TextModel;

/** A model in memory, by what it does. */
sealed interface Loaded {
  /** Tensors in, tensors out. */
  record Tensors(TensorModel model, Laned runner) implements Loaded {}

  /** Pictures from a text. */
  record Pictures(TextToImagePipeline pipeline) implements Loaded {}

  /** The nearest of many captions. */
  record Captions(NearestCaptions captions) implements Loaded {
    NearestResponse nearest(NearestRequest request) {
      return new NearestResponse(
          captions.nearest(request.text(), request.limit()).stream()
              .map(hit -> new NearCaption(hit.text(), hit.similarity()))
              .toList());
    }
  }

  /** Texts that go on after others. */
  record Text(TextModel model) implements Loaded {}
}
