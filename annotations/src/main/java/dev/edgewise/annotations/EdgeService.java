package dev.edgewise.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Prefers the edge tier: on an interface, the default of all its methods; on a method, of that
 * method. The preferred tier is left only when no node of it is expected to finish within the
 * deadline and the other tier has a {@link Body} that offers the method.
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
public @interface EdgeService {}
