package dev.edgewise.serving.cache.store;

import java.util.List;
import java.util.Optional;

/**
 * One place where results are kept. A tier may lose anything at any time, and never returns what
 * was not put: what goes wrong in it is a miss, is counted, and is told to the log once. Calls may
 * block for as long as the tier's medium takes, with a bound. Thread-safe.
 */
public interface Tier extends AutoCloseable {
  /** {@code memory}, {@code disk} or {@code shared}. */
  String name();

  /** What is kept under a key and has not expired. */
  Optional<Entry> get(Key key);

  /** Keeps it, or does not when something else is worth more. */
  void put(Key key, Entry entry);

  /** Forgets it. */
  void remove(Key key);

  /**
   * The keys of entries that are worth most, first those, for what starts hot and for operators.
   *
   * @param most how many
   */
  List<Key> hottest(int most);

  /**
   * A faster tier has answered with this key: it counts as a use here too. Takes next to no time,
   * and may be forgotten.
   */
  default void used(Key key) {}

  /**
   * Does what it puts off, such as writing down uses; called now and then, off the way of calls.
   */
  default void tend() {}

  /** How things stand. */
  TierState state();

  /** Gives back what it holds; durable tiers keep what they have. */
  @Override
  void close();
}
