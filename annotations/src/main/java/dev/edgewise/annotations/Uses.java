package dev.edgewise.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the model that a body's constructor parameter takes. Its file lies in the service's jar as
 * {@code META-INF/edgewise/models/<name>.<format>}; the host loads and warms it before the node
 * counts as ready.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.PARAMETER)
public @interface Uses {
  /** The model's name: the file's name without its ending. */
  String value();
}
