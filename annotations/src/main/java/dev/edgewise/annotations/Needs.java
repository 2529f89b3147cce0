package dev.edgewise.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The accelerator without which the method's bodies cannot run. A rule, not a preference: callers
 * send such a call only to nodes that have it, nodes that do not have it refuse it, and where none
 * has it the call is refused with what the fleet has. On an interface it holds for all methods; one
 * on a method takes its place.
 *
 * <p>What a node has is what its agent finds and what its operator declares.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Needs {
  /**
   * Its kind, or its kind and model, in lower case: {@code "gpu"}, {@code "tpu-v4"}; at most 63
   * characters.
   */
  String accelerator();

  /**
   * Memory of its own that it has at least: {@code "4GB"} is 4·10⁹ bytes, {@code "4GiB"} 2³². An
   * accelerator whose memory is not known does not do then. Without it any does.
   */
  String memory() default "";
}
