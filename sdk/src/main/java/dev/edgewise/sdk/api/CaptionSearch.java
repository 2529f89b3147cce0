package dev.edgewise.sdk.api;

import java.util.List;

/** A model that knows captions, and finds those that mean what a text means. Thread-safe. */
public interface CaptionSearch {
  /** The five captions that are nearest to the text, the nearest first. */
  List<Caption> nearest(String text);

  /**
   * So many captions that are nearest to the text, the nearest first; fewer when the model knows
   * fewer.
   *
   * @param limit 1 to 100
   * @throws dev.edgewise.core.EdgewiseException with {@code BAD_REQUEST} when the text is empty or
   *     the limit is another; else as any call
   */
  List<Caption> nearest(String text, int limit);
}
