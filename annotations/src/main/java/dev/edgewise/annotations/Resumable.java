package dev.edgewise.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The stream that the method returns survives its node: when that is lost, another one goes on
 * where the caller stands, and the caller gets each item once. Only for methods that return a
 * {@code Stream}, and whose items depend on nothing but what they are given and the seed of the
 * generation.
 *
 * <pre>{@code
 * @Resumable Stream<Chapter> write(Plot plot);
 * }</pre>
 *
 * <p>A body that does no more than return its stream is run from its beginning on the next node,
 * and what the caller has already goes to nobody. One that makes its stream with {@code
 * Generations.stream} goes on from its own last checkpoint.
 *
 * <p>A method with this is {@link Idempotent}, whether it says so or not.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Resumable {}
