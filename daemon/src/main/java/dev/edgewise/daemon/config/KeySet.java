package dev.edgewise.daemon.config;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The keys of one daemon, and the rules that span several of them. Filled once, by the class that
 * names the daemon's keys.
 */
public final class KeySet {
  private final List<Key<?>> keys = new ArrayList<>();
  private final List<Function<Values, Optional<Objection>>> rules = new ArrayList<>();

  /** An empty set. */
  public KeySet() {}

  /**
   * What a rule objects to.
   *
   * @param key whose value to change; its place is shown
   * @param what is wrong, and what to do about it
   */
  public record Objection(Key<?> key, String what) {
    public Objection {
      requireNonNull(key, "key");
      requireNonNull(what, "what");
    }
  }

  /** Adds a key; its default may build on keys that were added before. */
  public <T> Key<T> add(Key<T> key) {
    if (keys.stream().anyMatch(known -> known.name().equals(key.name()))) {
      throw new IllegalArgumentException(key.name() + " is there already");
    }
    keys.add(key);
    return key;
  }

  /**
   * Adds a rule about several keys. It is asked when all values are known, and must use {@link
   * Values#find}: of a key whose own value is wrong there is none.
   */
  public void rule(Function<Values, Optional<Objection>> rule) {
    rules.add(requireNonNull(rule, "rule"));
  }

  /** All keys in the order in which they were added, which is that of {@code --help}. */
  public List<Key<?>> all() {
    return List.copyOf(keys);
  }

  Optional<Key<?>> named(String name) {
    return keys.stream().filter(key -> key.name().equals(name)).findFirst();
  }

  Optional<Key<?>> ofOption(String option) {
    return keys.stream().filter(key -> key.option().equals(option)).findFirst();
  }

  List<Objection> objections(Values values) {
    return rules.stream().flatMap(rule -> rule.apply(values).stream()).toList();
  }
}
