package dev.edgewise.core.model;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * Which engine runs the models of a format, when several could: the first of the order made here.
 */
public final class Engines {
  private Engines() {}

  /** All on the class path of the thread's class loader, those that stand back last. */
  public static List<ModelEngine> found() {
    return prefer(
        ServiceLoader.load(ModelEngine.class).stream().map(ServiceLoader.Provider::get).toList(),
        List.of());
  }

  /**
   * Those that were asked for come first, in the order of asking, then the others as they were
   * found, then those that stand back.
   *
   * @param names of engines
   * @throws EdgewiseException with {@code NO_ENGINE} for a name that none of them has
   */
  public static List<ModelEngine> prefer(List<ModelEngine> engines, List<String> names) {
    List<ModelEngine> order = new ArrayList<>();
    for (String name : names) {
      List<ModelEngine> named = engines.stream().filter(e -> e.name().equals(name)).toList();
      if (named.isEmpty()) {
        throw EdgewiseException.of(
            ErrorCode.NO_ENGINE,
            "There is no engine '%s' on the class path; there are %s. Add dev.edgewise:edgewise-engine-%s, or name another one."
                .formatted(
                    name,
                    engines.isEmpty()
                        ? "none"
                        : engines.stream().map(ModelEngine::name).collect(Collectors.joining(", ")),
                    name));
      }
      order.addAll(named);
    }
    engines.stream().filter(e -> !order.contains(e) && !e.standsBack()).forEach(order::add);
    engines.stream().filter(e -> !order.contains(e)).forEach(order::add);
    return List.copyOf(order);
  }
}
