package dev.edgewise.serving.pipeline;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.edgewise.core.model.TextEmbedder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Finds the captions that are nearest to a text. They are embedded once, when the model is opened;
 * a search is one embedding and one pass over all of them, which for some thousand captions is far
 * cheaper than the embedding. Thread-safe.
 */
public final class NearestCaptions {
  /** Most captions of one model. */
  public static final int MAX_CAPTIONS = 100_000;

  /** Most results of one search. */
  public static final int MAX_LIMIT = 100;

  /** Characters of a text that is searched for. */
  public static final int MAX_TEXT = 10_000;

  private static final int MAX_CAPTION = 1_000;

  /** So many texts are handed to the embedder at once. */
  private static final int EMBED_AT_ONCE = 32;

  private final TextEmbedder embedder;
  private final List<String> captions;
  private final float[][] points;

  private NearestCaptions(TextEmbedder embedder, List<String> captions, float[][] points) {
    this.embedder = embedder;
    this.captions = captions;
    this.points = points;
  }

  /**
   * A caption that was found.
   *
   * @param text of the caption
   * @param similarity cosine, −1 to 1
   */
  public record Hit(String text, double similarity) {}

  /**
   * Opens a folder with {@code captions.json}, which names a text file with a caption a line.
   *
   * @param embedder stays the caller's own
   * @throws dev.edgewise.core.EdgewiseException with {@code BAD_MODEL_FOLDER}, or what the embedder
   *     throws
   */
  public static NearestCaptions open(ModelFiles files, Supplier<TextEmbedder> embedder) {
    JsonObject index = Folders.requireJson(files, "captions.json", "what names the captions");
    JsonElement named = index.get("captions");
    if (named == null || !named.isJsonPrimitive()) {
      throw Folders.bad(
          files, "captions.json does not say \"captions\"", "Name the file with the captions.");
    }
    String path = named.getAsString();
    List<String> captions =
        Folders.text(files, path)
            .orElseThrow(
                () -> Folders.bad(files, path + " is missing", "captions.json names that file."))
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
    if (captions.isEmpty() || captions.size() > MAX_CAPTIONS) {
      throw Folders.bad(
          files,
          path + " has " + captions.size() + " captions",
          "It should have 1 to " + MAX_CAPTIONS + ", one a line.");
    }
    for (int i = 0; i < captions.size(); i++) {
      if (captions.get(i).length() > MAX_CAPTION) {
        throw Folders.bad(
            files,
            "caption "
                + (i + 1)
                + " of "
                + path
                + " has "
                + captions.get(i).length()
                + " characters",
            "A caption has at most " + MAX_CAPTION + ".");
      }
    }
    TextEmbedder opened = embedder.get();
    List<float[]> points = new ArrayList<>(captions.size());
    for (int from = 0; from < captions.size(); from += EMBED_AT_ONCE) {
      int to = Math.min(captions.size(), from + EMBED_AT_ONCE);
      points.addAll(List.of(opened.embed(captions.subList(from, to))));
    }
    return new NearestCaptions(opened, captions, points.toArray(float[][]::new));
  }

  /** How many captions there are. */
  public int size() {
    return captions.size();
  }

  /** What this holds beside the embedder, estimated. */
  public long memoryBytes() {
    long texts = captions.stream().mapToLong(text -> 48L + text.length()).sum();
    return texts + (long) points.length * (16 + 4L * embedder.dimensions());
  }

  /**
   * The nearest captions, nearest first; equal ones in the order of their lines.
   *
   * @param text at most {@link #MAX_TEXT} characters
   * @param limit 1 to {@link #MAX_LIMIT}
   * @throws IllegalArgumentException when one of them is not
   */
  public List<Hit> nearest(String text, int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: 1 to " + MAX_LIMIT + ")");
    }
    if (text.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          "text: " + text.length() + " characters (expected: at most " + MAX_TEXT + ")");
    }
    float[] point = embedder.embed(text);
    double[] similarity = new double[points.length];
    for (int i = 0; i < points.length; i++) {
      similarity[i] = Cosine.of(point, points[i]);
    }
    return IntStream.range(0, points.length)
        .boxed()
        .sorted((a, b) -> Double.compare(similarity[b], similarity[a]))
        .limit(limit)
        .map(i -> new Hit(captions.get(i), similarity[i]))
        .toList();
  }
}
