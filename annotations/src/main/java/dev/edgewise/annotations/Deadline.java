package dev.edgewise.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How long a caller waits for this method at most, everything included: routing, retries, the
 * network, the queue, the body. On an interface it is the default of all methods. A nested call
 * inherits what is left of its caller's deadline. Without one, a call has 10 s, and a stream, whose
 * items are all included, 1 h.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Deadline {
  /**
   * A number and a unit: {@code "50ms"}, {@code "2s"}, {@code "1m"}; from {@code 1ms} to {@code
   * 1h}.
   */
  String value();
}
