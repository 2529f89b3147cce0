package batched;

import dev.edgewise.annotations.Batched;
import dev.edgewise.annotations.CloudService;
import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Idempotent;
import java.util.List;

/** In class form, with other arguments before and behind the list. */
public class Embedder {
  /** Points of texts. */
  @CloudService
  @Idempotent
  @Batched(maxBatchSize = 8, timeout = "2s")
  public List<Point> embed(String model, List<String> texts, int dimensions) {
    return texts.stream().map(text -> new Point(model, text.length() + dimensions)).toList();
  }

  /** With what the annotation says by itself. */
  @EdgeService
  @Batched
  public List<Integer> lengths(List<String> texts) {
    return texts.stream().map(String::length).toList();
  }

  /** A point. */
  public record Point(String model, double x) {}
}
