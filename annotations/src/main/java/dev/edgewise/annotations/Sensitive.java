package dev.edgewise.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Labels data. On a record or exception, a component or a parameter, every call that can carry that
 * data has at least this {@link Label}; on a method, every call of it. {@code LOCAL_ONLY} data that
 * can reach a {@link CloudService} method is a compile error.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
public @interface Sensitive {
  /** The least label of a call that carries this. */
  Label value();
}
