package dev.edgewise.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that components of a record, parameters of a method or of an exception's constructor,
 * constants of an enum, or methods of a service have gone for good: their numbers and names are
 * never used again.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Reserved {
  /** Numbers that must not be given out again. */
  int[] numbers() default {};

  /** Names that must not be used again. */
  String[] names() default {};
}
