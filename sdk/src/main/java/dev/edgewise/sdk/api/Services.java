package dev.edgewise.sdk.api;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.ServiceDefinition;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Finds what the annotation processor generated for an interface or class. Thread-safe. */
final class Services {
  private final Map<Class<?>, ServiceDefinition<?>> found = new ConcurrentHashMap<>();

  /**
   * The definition of a service.
   *
   * @throws EdgewiseException with {@code NOT_PROCESSED} when there is none
   */
  <S> ServiceDefinition<S> of(Class<S> type) {
    ServiceDefinition<?> definition = found.computeIfAbsent(type, Services::load);
    // Generated code returns its own interface here; the check turns a hand-made mistake into a
    // clear error.
    if (definition.type() != type) {
      throw notProcessed(type, definition + " describes " + definition.type());
    }
    @SuppressWarnings("unchecked")
    ServiceDefinition<S> checked = (ServiceDefinition<S>) definition;
    return checked;
  }

  private static ServiceDefinition<?> load(Class<?> type) {
    String name = type.getName();
    int simple = name.lastIndexOf('.') + 1;
    String generated =
        name.substring(0, simple) + name.substring(simple).replace('$', '_') + "_Service";
    try {
      return Class.forName(generated, true, type.getClassLoader())
          .asSubclass(ServiceDefinition.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ClassNotFoundException e) {
      throw notProcessed(type, "there is no " + generated);
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw notProcessed(type, generated + " cannot be used: " + e);
    }
  }

  private static EdgewiseException notProcessed(Class<?> type, String why) {
    return EdgewiseException.of(
        ErrorCode.NOT_PROCESSED,
        type.getName()
            + " is no service: "
            + why
            + ". Tag the interface, or methods of the class, with @EdgeService or @CloudService,"
            + " and see that the annotation processor ran: from JDK 23 on it must be named in"
            + " annotationProcessorPaths (dev.edgewise:edgewise-processor).");
  }
}
