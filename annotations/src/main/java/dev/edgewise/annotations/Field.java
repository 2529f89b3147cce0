package dev.edgewise.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Fixes the field number of a record component, of a parameter of a method or of an exception's
 * constructor, or of an enum constant by hand. Without it the number comes from {@code
 * edgewise.lock}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.RECORD_COMPONENT, ElementType.PARAMETER, ElementType.FIELD})
public @interface Field {
  /** 1 to 536,870,911 without 19,000 to 19,999 (for enum constants 1 to 2,147,483,647). */
  int value();
}
