package dev.edgewise.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class as the implementation of a service for one tier. The class either implements the
 * service's interface, or names it with {@link #of()} and has those of its methods that it offers.
 * The host builds it by its only constructor, whose parameters are models ({@link Uses}), clients
 * of other services and records of settings; it closes it when it is {@link AutoCloseable}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Body {
  /** The tier that this body is for. */
  Tier value();

  /**
   * The service's interface, for a body that offers only some of its methods; by default the tagged
   * interface that the class implements.
   */
  Class<?> of() default void.class;
}
