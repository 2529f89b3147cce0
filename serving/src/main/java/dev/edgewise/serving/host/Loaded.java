package dev.edgewise.serving.host;

import dev.edgewise.core.model.TensorModel;
import dev.edgewise.serving.pipeline.NearestCaptions;
import dev.edgewise.serving.pipeline.TextToImagePipeline;
import dev.edgewise.serving.text.TextModel;

/** A model in memory, by what it does. */
sealed interface Loaded {
  /** Tensors in, tensors out. */
  record Tensors(TensorModel model, TensorRunner runner) implements Loaded {}

  /** Pictures from a text. */
  record Pictures(TextToImagePipeline pipeline) implements Loaded {}

  /** The nearest of many captions. */
  record Captions(NearestCaptions captions) implements Loaded {}

  /** Texts that go on after others. */
  record Text(TextModel model) implements Loaded {}
}
