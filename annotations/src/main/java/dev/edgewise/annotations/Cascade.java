package dev.edgewise.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks the light edge body first and the heavy cloud body only when the first is unsure: when the
 * result's {@link Confidence} lies between the bounds, both inclusive, and the rest of the deadline
 * allows. Offline the edge's answer stands and says so.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Cascade {
  /** Lower bound, inclusive: below it the edge is sure that the answer is "no". */
  double unsureFrom();

  /** Upper bound, inclusive: above it the edge is sure that the answer is "yes". */
  double unsureTo();
}
