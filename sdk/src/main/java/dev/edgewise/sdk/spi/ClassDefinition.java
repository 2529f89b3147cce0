package dev.edgewise.sdk.spi;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service whose methods are those tagged ones of a class. Its stub is a subclass: tagged methods
 * go to the caller, all others, and calls that the class makes to itself, run where they are
 * called.
 *
 * @param <S> the class
 */
public interface ClassDefinition<S> extends ServiceDefinition<S> {
  /** Types of the parameters of the class's constructor, in order. */
  List<Class<?>> parameters();

  /**
   * Builds an instance of the subclass.
   *
   * @param arguments one for each parameter, of its type
   * @throws Exception what the constructor throws
   */
  S create(Caller caller, @Nullable Object... arguments) throws Exception;

  /**
   * {@inheritDoc}
   *
   * @throws EdgewiseException with {@code BAD_CLIENT} when the constructor takes arguments, or
   *     throws
   */
  @Override
  default S stub(Caller caller) {
    if (!parameters().isEmpty()) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CLIENT,
          "The constructor of "
              + type().getName()
              + " takes arguments. Make an instance with eco.create("
              + type().getSimpleName()
              + ".class, …), which passes them on.");
    }
    try {
      return create(caller);
    } catch (EdgewiseException e) {
      throw e;
    } catch (Exception e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CLIENT, "The constructor of " + type().getName() + " failed: " + e, e);
    }
  }
}
