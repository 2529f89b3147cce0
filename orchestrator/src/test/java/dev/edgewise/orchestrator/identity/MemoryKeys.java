package dev.edgewise.orchestrator.identity;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Keys that last as long as the test. */
public final class MemoryKeys implements KeyStore {
  private final Map<String, StoredKey> keys = new ConcurrentSkipListMap<>();

  @Override
  public List<StoredKey> all() {
    return List.copyOf(keys.values());
  }

  @Override
  public void put(StoredKey key) {
    keys.put(key.key().name(), key);
  }

  @Override
  public void drop(String name) {
    keys.remove(name);
  }
}
