package dev.edgewise.sdk.host;

import dev.edgewise.core.model.Tensor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * The shapes of the tensors in an item: those of one shape can be put into one batch. Tensors are
 * looked for in the item itself and in its records' components, three records deep.
 */
final class Shapes {
  private static final int DEPTH = 3;

  private final ClassValue<List<Method>> accessors =
      new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
          List<Method> found = new ArrayList<>();
          for (RecordComponent component : type.getRecordComponents()) {
            Method accessor = component.getAccessor();
            if ((Tensor.class.isAssignableFrom(component.getType())
                    || component.getType().isRecord())
                && accessor.trySetAccessible()) {
              found.add(accessor);
            }
          }
          return List.copyOf(found);
        }
      };

  /** Element types and shapes, in the order of the components; empty when there is no tensor. */
  List<Object> of(Object item) {
    List<Object> shapes = new ArrayList<>();
    collect(item, DEPTH, shapes);
    return List.copyOf(shapes);
  }

  private void collect(Object value, int depth, List<Object> shapes) {
    if (value instanceof Tensor tensor) {
      shapes.add(tensor.type());
      shapes.add(tensor.shape());
    } else if (value instanceof Record && depth > 0) {
      for (Method accessor : accessors.get(value.getClass())) {
        Object part = read(accessor, value);
        if (part != value) {
          collect(part, depth - 1, shapes);
        }
      }
    }
  }

  /** The component's value; the record itself when it cannot be had, or there is none. */
  private static Object read(Method accessor, Object record) {
    try {
      Object part = accessor.invoke(record);
      return part == null ? record : part;
    } catch (ReflectiveOperationException e) {
      return record;
    }
  }
}
