package dev.edgewise.sdk.api;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.Caller;
import dev.edgewise.sdk.spi.ClassDefinition;
import dev.edgewise.sdk.spi.ServiceDefinition;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes instances of services in class form from the arguments of their constructors. */
final class Instances {
  private Instances() {}

  /**
   * An instance whose tagged methods go to {@code caller}.
   *
   * @throws EdgewiseException with {@code BAD_CLIENT}
   */
  static <S> S of(ServiceDefinition<S> service, Caller caller, @Nullable Object... arguments) {
    List<Class<?>> parameters =
        service instanceof ClassDefinition<S> definition ? definition.parameters() : List.of();
    if (!fit(parameters, arguments)) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CLIENT,
          "create("
              + service.type().getSimpleName()
              + ".class, …) got "
              + given(arguments)
              + ", but "
              + (service instanceof ClassDefinition<S>
                  ? "the constructor takes " + wanted(parameters)
                  : "an interface takes no arguments")
              + ". Give it exactly these.");
    }
    if (!(service instanceof ClassDefinition<S> definition)) {
      return service.stub(caller);
    }
    try {
      return definition.create(caller, arguments);
    } catch (EdgewiseException e) {
      throw e;
    } catch (Exception e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CLIENT,
          "The constructor of " + service.type().getName() + " failed: " + e,
          e);
    }
  }

  private static boolean fit(List<Class<?>> parameters, @Nullable Object[] arguments) {
    boolean fit = parameters.size() == arguments.length;
    for (int i = 0; fit && i < arguments.length; i++) {
      Class<?> boxed = MethodType.methodType(parameters.get(i)).wrap().returnType();
      fit = arguments[i] == null || boxed.isInstance(arguments[i]);
    }
    return fit;
  }

  private static String given(@Nullable Object[] arguments) {
    return arguments.length == 0
        ? "nothing"
        : Stream.of(arguments)
            .map(argument -> argument == null ? "null" : argument.getClass().getSimpleName())
            .collect(Collectors.joining(", "));
  }

  private static String wanted(List<Class<?>> parameters) {
    return parameters.isEmpty()
        ? "nothing"
        : parameters.stream().map(Class::getSimpleName).collect(Collectors.joining(", "));
  }
}
