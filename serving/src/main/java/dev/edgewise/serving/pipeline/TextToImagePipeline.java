package dev.edgewise.serving.pipeline;

import dev.edgewise.core.Clock;
import dev.edgewise.core.model.StateFormat;
import dev.edgewise.core.model.TextEmbedder;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Draws pictures of what a text says, by a diffusion model (Ho, Jain and Abbeel 2020; guidance
 * without a classifier: Ho and Salimans 2022).
 *
 * <p>The same request gives the same bytes on every node with the same engine and kind of
 * processor: noise comes from {@code SplitMix64} by the Box–Muller transform in strict arithmetic,
 * and each picture is drawn by itself, whatever else was asked for. Thread-safe.
 */
public interface TextToImagePipeline extends AutoCloseable {
  /**
   * Opens a folder in the layout of a Stable Diffusion ONNX export: {@code model_index.json},
   * {@code scheduler/scheduler_config.json}, {@code unet/model.onnx}, and either {@code tokenizer/}
   * with {@code text_encoder/model.onnx}, or {@code conditioning/subjects.json}; {@code
   * vae_decoder/model.onnx} where the model draws in a latent space.
   *
   * @param embedder asked only for a model with subjects; stays the caller's own
   * @throws dev.edgewise.core.EdgewiseException with {@code BAD_MODEL_FOLDER} for a layout or
   *     configuration that cannot be used, {@code NO_ENGINE}, {@code BROKEN_MODEL} or {@code
   *     NO_MODEL_MEMORY}
   */
  static TextToImagePipeline open(
      ModelFiles files, NetworkLoader networks, Supplier<TextEmbedder> embedder, Clock clock) {
    return DiffusionPipeline.open(files, networks, embedder, clock);
  }

  /** The model's name. */
  String name();

  /** What it can draw; empty when it reads any text. */
  List<String> subjects();

  /** Steps of a picture when the request names none. */
  int defaultSteps();

  /** Guidance when the request names none. */
  double defaultGuidance();

  /** Width and height of its pictures in pixels. */
  PictureSize size();

  /** How the folder's configuration was understood where that is not plain: for a log line each. */
  List<String> notes();

  /** What its networks hold, as their engines estimate it; the embedder is not counted. */
  long memoryBytes();

  /** How the states of such a request go into bytes. */
  StateFormat<PictureState> states(PictureRequest request);

  /**
   * Draws; blocks until it is done. Errors of an engine come out as its exceptions.
   *
   * @throws InterruptedException when the terms' own place or progress was
   */
  default Drawn draw(PictureRequest request, PictureTerms terms) throws InterruptedException {
    return draw(request, terms, Optional.empty());
  }

  /**
   * Draws what is left of a request.
   *
   * @param from a state of the same request with the same model, which {@link Sketch#state} gave;
   *     one that cannot be of this request counts as none
   */
  Drawn draw(PictureRequest request, PictureTerms terms, Optional<PictureState> from)
      throws InterruptedException;

  /** Gives back its networks; drawing afterwards is an error. Waits for what has begun. */
  @Override
  void close();

  /**
   * Of a picture.
   *
   * @param width in pixels, 1 to 4,096
   * @param height in pixels, 1 to 4,096
   */
  record PictureSize(int width, int height) {}
}
