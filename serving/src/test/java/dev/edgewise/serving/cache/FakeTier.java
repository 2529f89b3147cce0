package dev.edgewise.serving.cache;

import dev.edgewise.serving.cache.store.Entry;
import dev.edgewise.serving.cache.store.Key;
import dev.edgewise.serving.cache.store.Tier;
import dev.edgewise.serving.cache.store.TierState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A map that forgets nothing by itself. */
final class FakeTier implements Tier {
  final Map<Key, Entry> entries = new LinkedHashMap<>();
  private final String name;
  volatile boolean broken;
  volatile int gets;

  /** What happens between the next look and its answer. */
  final AtomicReference<@Nullable Runnable> afterNextGet = new AtomicReference<>();

  FakeTier(String name) {
    this.name = name;
  }

  private void check() {
    if (broken) {
      throw new IllegalStateException("the store is broken");
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<Entry> get(Key key) {
    Optional<Entry> found = look(key);
    Runnable then = afterNextGet.getAndSet(null);
    if (then != null) {
      then.run();
    }
    return found;
  }

  private synchronized Optional<Entry> look(Key key) {
    check();
    gets++;
    return Optional.ofNullable(entries.get(key));
  }

  @Override
  public synchronized void put(Key key, Entry entry) {
    check();
    entries.put(key, entry);
  }

  @Override
  public synchronized void remove(Key key) {
    entries.remove(key);
  }

  @Override
  public synchronized List<Key> hottest(int most) {
    return entries.keySet().stream().limit(most).toList();
  }

  @Override
  public synchronized TierState state() {
    return new TierState(name, entries.size(), 0, 1_000, 0, 0, 0, 0);
  }

  synchronized int size() {
    return entries.size();
  }

  @Override
  public void close() {}
}
