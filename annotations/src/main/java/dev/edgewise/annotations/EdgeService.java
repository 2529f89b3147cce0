package dev.edgewise.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Prefers the edge tier: on an interface, the default of all its methods; on a method of an
 * interface or of a class, of that method. The preferred tier is left only when no node of it is
 * expected to finish within the deadline and the other tier hosts the method: by a {@link Body} of
 * the interface, or because the tag says {@link #spill()}.
 *
 * <pre>{@code
 * @EdgeService
 * public interface Hello {
 *   String greet(String name);
 * }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface EdgeService {
  /**
   * On a method of a class: whether nodes of the other tier host it too. An interface says that by
   * having a {@link Body} for the other tier.
   */
  boolean spill() default false;
}
