package dev.edgewise.sdk.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Quantities;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an operator or developer set for the configuration records of bodies: {@code
 * AnalyticsConfig.threshold=0.3}, the simple name of the record, a dot, and a component. A
 * component that is an {@link Optional} may be left out, every other has to be set. Thread-safe.
 */
public final class Settings {
  /** The environment variable that local mode reads. */
  public static final String VARIABLE = "EDGEWISE_SET";

  private static final String HOW =
      " Set it in an agent's file under set, with --set NAME=VALUE, or in " + VARIABLE + ".";

  private final Map<String, String> values;
  private final Set<String> used = new TreeSet<>();

  private Settings(Map<String, String> values) {
    this.values = new TreeMap<>(values);
  }

  /**
   * These settings, each as {@code Record.component=value}; of two for one name the last counts.
   *
   * @throws EdgewiseException with {@code BAD_CONFIGURATION} when one has no {@code =}
   */
  public static Settings of(List<String> settings) {
    Map<String, String> values = new TreeMap<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw wrong(
            "\""
                + setting.strip()
                + "\" is no setting. Write NAME=VALUE, for example AnalyticsConfig.threshold=0.3.");
      }
      values.put(setting.substring(0, equals).strip(), setting.substring(equals + 1).strip());
    }
    return new Settings(values);
  }

  /** Nothing is set. */
  public static Settings none() {
    return new Settings(Map.of());
  }

  /**
   * Reads settings with commas between; empty text sets nothing.
   *
   * @throws EdgewiseException as {@link #of}
   */
  public static Settings parse(String text) {
    return text.isBlank() ? none() : of(List.of(text.split(",", -1)));
  }

  /**
   * Fills a record.
   *
   * @throws EdgewiseException with {@code BAD_CONFIGURATION} that names every component without a
   *     value, or with one that does not fit; {@code BODY_NOT_BUILT} when the record itself refuses
   */
  public synchronized <R extends Record> R fill(Class<R> type) {
    List<String> problems = new ArrayList<>();
    List<@Nullable Object> arguments = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = type.getSimpleName() + "." + component.getName();
      used.add(name);
      arguments.add(value(name, component, problems));
    }
    if (!problems.isEmpty()) {
      throw wrong(String.join(" ", problems) + HOW);
    }
    return build(type, arguments.toArray());
  }

  /** What is set for a record, as it was written; the same text for the same values. */
  public synchronized String text(Class<? extends Record> type) {
    StringBuilder text = new StringBuilder(type.getSimpleName());
    for (RecordComponent component : type.getRecordComponents()) {
      String name = type.getSimpleName() + "." + component.getName();
      text.append('\n').append(component.getName()).append('=').append(values.get(name));
    }
    return text.toString();
  }

  /**
   * Says what was set and belongs to no record that was filled: a name that was mistyped must not
   * be passed over.
   *
   * @throws EdgewiseException with {@code BAD_CONFIGURATION}
   */
  public synchronized void checkAllUsed() {
    Set<String> unknown = new TreeSet<>(values.keySet());
    unknown.removeAll(used);
    if (!unknown.isEmpty()) {
      throw wrong(
          String.join(", ", unknown)
              + (unknown.size() == 1 ? " is" : " are")
              + " set, but no hosted body takes it. "
              + (used.isEmpty()
                  ? "None takes a configuration record."
                  : "They take " + String.join(", ", used) + "."));
    }
  }

  private static <R extends Record> R build(Class<R> type, @Nullable Object[] arguments) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw EdgewiseException.of(
          ErrorCode.BODY_NOT_BUILT,
          "The configuration record "
              + type.getName()
              + " refuses its values: "
              + reason
              + ". Correct what is set for it.",
          e);
    }
  }

  private @Nullable Object value(String name, RecordComponent component, List<String> problems) {
    boolean optional = component.getType() == Optional.class;
    Class<?> type = optional ? argument(component.getGenericType()) : component.getType();
    String text = values.get(name);
    if (text == null && optional) {
      return Optional.empty();
    }
    if (text == null) {
      problems.add(name + " is not set (expected: " + expected(type) + ").");
      return null;
    }
    try {
      Object value = read(text, type);
      return optional ? Optional.of(value) : value;
    } catch (IllegalArgumentException e) {
      problems.add(name + ": \"" + text + "\" (expected: " + expected(type) + ").");
      return null;
    }
  }

  private static Class<?> argument(Type type) {
    return (Class<?>) ((ParameterizedType) type).getActualTypeArguments()[0];
  }

  private static Object read(String text, Class<?> type) {
    if (type == String.class) {
      return text;
    }
    if (type == int.class || type == Integer.class) {
      return Integer.valueOf(text);
    }
    if (type == long.class || type == Long.class) {
      return Long.valueOf(text);
    }
    if (type == double.class || type == Double.class) {
      return Double.valueOf(text);
    }
    if (type == float.class || type == Float.class) {
      return Float.valueOf(text);
    }
    if (type == Duration.class) {
      return Quantities.duration(text);
    }
    if (type.isEnum()) {
      return constants(type).stream()
          .filter(constant -> constant.toString().equalsIgnoreCase(text))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException(text));
    }
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    throw new IllegalArgumentException(text);
  }

  private static List<Object> constants(Class<?> type) {
    return List.of(type.getEnumConstants());
  }

  private static String expected(Class<?> type) {
    if (type == String.class) {
      return "text";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number";
    }
    if (type == double.class
        || type == Double.class
        || type == float.class
        || type == Float.class) {
      return "a number";
    }
    if (type == Duration.class) {
      return "a duration such as 500ms or 10s";
    }
    return type.isEnum()
        ? constants(type).stream().map(Object::toString).collect(Collectors.joining(", "))
        : "true or false";
  }

  private static EdgewiseException wrong(String message) {
    return EdgewiseException.of(ErrorCode.BAD_CONFIGURATION, message);
  }
}
