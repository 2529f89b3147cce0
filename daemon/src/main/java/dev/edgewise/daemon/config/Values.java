package dev.edgewise.daemon.config;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keys with their values, each with the place that it came from. Filled while reading, by one
 * thread.
 */
public final class Values {
  /** The origin of what nobody said. */
  static final String DEFAULT = "default";

  private final Map<Key<?>, Value> values = new LinkedHashMap<>();

  Values() {}

  /**
   * One value.
   *
   * @param texts as they were written
   * @param origin where, for people: {@code agent.yaml:3}, {@code --grpc-port}, {@link #DEFAULT}
   * @param parsed what the key's kind made of them; empty for an optional key without a value
   */
  record Value(List<String> texts, String origin, Optional<Object> parsed) {
    Value {
      texts = List.copyOf(texts);
    }
  }

  void put(Key<?> key, Value value) {
    values.put(key, value);
  }

  Map<Key<?>, Value> all() {
    return values;
  }

  /** The value of a key; empty when it is optional and has none, or when it could not be read. */
  @SuppressWarnings("unchecked") // put() is only given what the key's own kind parsed
  public <T> Optional<T> find(Key<T> key) {
    Value value = values.get(key);
    return value == null ? Optional.empty() : (Optional<T>) value.parsed();
  }

  /**
   * The value of a key that has one.
   *
   * @throws IllegalStateException when it has none: ask {@link #find} for optional keys
   */
  public <T> T get(Key<T> key) {
    return find(key).orElseThrow(() -> new IllegalStateException(key.name() + " has no value"));
  }

  /** Where the value of a key came from, for people: {@code agent.yaml:3} or {@code --queue}. */
  public String origin(Key<?> key) {
    return requireNonNull(values.get(key), key.name()).origin();
  }
}
