package dev.edgewise.core.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * Turns a text into a point such that texts which mean alike lie near each other: the cosine of two
 * such points is their similarity. Thread-safe.
 */
public interface TextEmbedder extends AutoCloseable {
  /** Opens the embedder; found as a {@link java.util.ServiceLoader} service. */
  interface Provider {
    /** The name of its model, for example {@code all-minilm-l6-v2-q}. */
    String model();

    /**
     * What its model's file is, as {@link ModelEngine#format} says it, for example {@code onnx}.
     */
    String format();

    /**
     * Loads it; takes some tenths of a second and some tens of megabytes.
     *
     * @param engines one of which must read the format of its model; the first that does is taken
     * @param options how to run it
     * @throws dev.edgewise.core.EdgewiseException with {@code NO_ENGINE} or {@code BROKEN_MODEL}
     */
    TextEmbedder open(List<ModelEngine> engines, EngineOptions options);
  }

  /** The name of its model. Points of different models cannot be compared. */
  String model();

  /** How many numbers a point has. */
  int dimensions();

  /**
   * The point of one text, of length 1. The same text gives the same bits, whatever else is being
   * embedded. Texts longer than the model can read are cut at their end; an empty text is one too.
   *
   * @param text of at most 100,000 characters
   */
  float[] embed(String text);

  /**
   * The points of several texts in their order: the same that {@link #embed(String)} gives, maybe
   * sooner.
   */
  default float[][] embed(List<String> texts) {
    return texts.stream().map(this::embed).toArray(float[][]::new);
  }

  /**
   * How many tokens of a text it reads, with those that mark begin and end: what {@link
   * #embed(String)} looked at. Empty when it does not count.
   */
  default OptionalInt tokens(String text) {
    return OptionalInt.empty();
  }

  /** Gives back what it holds; using it afterwards is an error. Waits for what has begun. */
  @Override
  void close();
}
