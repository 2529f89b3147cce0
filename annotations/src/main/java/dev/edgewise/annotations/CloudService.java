package dev.edgewise.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Prefers the cloud tier; the mirror image of {@link EdgeService}. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface CloudService {
  /**
   * On a method of a class: whether nodes of the other tier host it too. An interface says that by
   * having a {@link Body} for the other tier.
   */
  boolean spill() default false;

  /** How many nodes the zones have that run it; without it, as their operator says. */
  Scale scale() default @Scale;
}
