package dev.edgewise.serving.cache.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tier over a map, which a test can look into. For one thread. */
final class PlainTier implements Tier {
  final Map<Key, Entry> kept = new LinkedHashMap<>();
  final List<Key> asked = new ArrayList<>();
  Runnable whileReading = () -> {};
  Runnable whileWriting = () -> {};
  int used;
  int tended;
  boolean closed;

  private final String name;

  PlainTier(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<Entry> get(Key key) {
    asked.add(key);
    Optional<Entry> entry = Optional.ofNullable(kept.get(key));
    once(whileReading);
    return entry;
  }

  @Override
  public void put(Key key, Entry entry) {
    kept.put(key, entry);
    once(whileWriting);
  }

  private void once(Runnable action) {
    whileReading = () -> {};
    whileWriting = () -> {};
    action.run();
  }

  @Override
  public void remove(Key key) {
    kept.remove(key);
  }

  @Override
  public List<Key> hottest(int most) {
    return kept.keySet().stream().limit(most).toList();
  }

  @Override
  public void used(Key key) {
    used++;
  }

  @Override
  public void tend() {
    tended++;
  }

  @Override
  public TierState state() {
    return new TierState(name, kept.size(), 0, 0, 0, 0, 0, 0);
  }

  @Override
  public void close() {
    closed = true;
  }
}
