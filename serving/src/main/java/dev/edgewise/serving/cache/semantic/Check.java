package dev.edgewise.serving.cache.semantic;

/** How it came out whether a kept answer is right for another question. */
public enum Check {
  /** The call ran, and nothing kept was served: {@link Found.Explore}. */
  EXPLORED,
  /** A kept answer was served, and chance chose the call to run all the same. */
  AUDITED,
  /** A kept answer was served, and its caller says that it was wrong. */
  COMPLAINED
}
