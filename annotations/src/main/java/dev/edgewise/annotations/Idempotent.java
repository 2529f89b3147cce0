package dev.edgewise.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that running the method twice does no harm. Only then may the invoker send a call again
 * whose first run may have started: after a node died or stopped answering, or once more elsewhere
 * after its body threw what the method does not declare.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Idempotent {}
