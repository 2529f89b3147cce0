package cached;

import dev.edgewise.annotations.Cached;
import dev.edgewise.annotations.CloudService;
import dev.edgewise.annotations.Idempotent;
import dev.edgewise.annotations.Sameness;

/** What is kept, and how. */
@CloudService
public interface Answers {
  /** For an hour, the very same question only. */
  @Cached
  double price(String article, int amount);

  /** What means alike too, at a similarity. */
  @Idempotent
  @Cached(ttl = "7d", semantic = true, similarityThreshold = 0.9)
  Answer answer(int limit, String question);

  /** What means alike too, within a bound. */
  @Idempotent
  @Cached(ttl = "90s", semantic = true, maxFalseHitRate = 0.02, same = Sameness.TEXT)
  String brief(String question);

  /** An answer. */
  record Answer(String text) {}
}
