package dev.edgewise.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs several calls of a method together. The method takes a {@code List}, and returns a {@code
 * List} of the same length, one result for each item in the items' order. Callers call it with
 * lists of their own, often of one item; the node that hosts it puts the items of calls that wait
 * at the same time into one list, calls the body once, and gives each caller its own results.
 *
 * <p>Items are those of the first parameter that is a list. Only calls whose other arguments and
 * label are equal run together, and, where items hold tensors, only items of the same shapes. An
 * idle body never waits for more calls. When the body fails and the method is {@link Idempotent},
 * parts of the batch are run again until the item that is to blame is found, and only its caller
 * gets the error. A call gets all of its results, or one error.
 *
 * <p>The body is called from one thread at a time, and the items of one call may come to it in
 * several lists.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Batched {
  /** The most items that the body gets at once, from 1 to 1024. */
  int maxBatchSize() default 32;

  /**
   * The longest that a call may wait for others while the body is busy: a number and a unit, as in
   * a {@link Deadline}, from {@code 1ms} to {@code 1h}.
   */
  String timeout() default "100ms";
}
