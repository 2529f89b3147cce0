package dev.edgewise.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Results of the method are kept where it runs: a call that asks what was asked before is answered
 * with what was answered then. Only for methods whose answer depends on nothing but what they are
 * given.
 *
 * <pre>{@code
 * @Cached(ttl = "10m") Price price(String article);
 * @Cached(semantic = true, maxFalseHitRate = 0.02, same = Sameness.TEXT) String answer(String question);
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Cached {
  /**
   * How long a result is good for: {@code "10m"}, {@code "1h"}, {@code "7d"}; at least a second, at
   * most 30 days.
   */
  String ttl() default "1h";

  /**
   * Whether a question that only means alike may be answered too. Wants exactly one {@code String}
   * among the parameters, and a method that is {@link Idempotent}.
   */
  boolean semantic() default false;

  /**
   * The least similarity of such a hit, 0 to 1: cosine of what the node's embedder makes of both.
   */
  double similarityThreshold() default 0.85;

  /**
   * The share of such hits that may be wrong, more than 0 and below 1: the threshold is then a
   * floor only, and nothing is served before this bound is shown to hold. 0: the threshold alone
   * decides.
   */
  double maxFalseHitRate() default 0;

  /** When a kept answer is taken for right, where the cache checks itself. */
  Sameness same() default Sameness.EQUAL;
}
