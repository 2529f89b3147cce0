package dev.edgewise.serving.cache.semantic;

import static java.util.Objects.requireNonNull;

import dev.edgewise.serving.cache.store.Key;
import java.util.OptionalDouble;

/** What a pool of questions makes of another question. */
public sealed interface Found {
  /**
   * Nothing may be served.
   *
   * @param why for operators: nothing near, a guard, the pool is closed, …
   */
  record Miss(String why) implements Found {
    public Miss {
      requireNonNull(why, "why");
    }
  }

  /**
   * The answer to a near question may be served.
   *
   * @param key of the entry
   * @param similarity cosine of both
   * @param bound on the share of such hits that are wrong, where one is kept
   * @param audit whether to compute the answer all the same, beside the call, and to tell whether
   *     the kept one was right
   */
  record Hit(Key key, double similarity, OptionalDouble bound, boolean audit) implements Found {
    public Hit {
      requireNonNull(key, "key");
      requireNonNull(bound, "bound");
    }
  }

  /**
   * The call is to run, and its answer to be compared with that of a near question, so that the
   * pool learns.
   */
  record Explore(Key key, double similarity) implements Found {
    public Explore {
      requireNonNull(key, "key");
    }
  }
}
