package dev.edgewise.core.model;

import java.util.Locale;

/** What becomes of the working memory of an engine between runs. */
public enum Arena {
  /** It is kept for the next run: fastest, and as large as the largest run ever was. */
  KEEP,
  /** It is kept during a run and given back after it. */
  SHRINK,
  /** Each piece is asked of the system when it is needed, and given back. */
  NONE;

  /** The runtime's own way, until figures in docs/engines.md speak for another one. */
  public static final Arena DEFAULT = KEEP;

  /** As in configuration. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
