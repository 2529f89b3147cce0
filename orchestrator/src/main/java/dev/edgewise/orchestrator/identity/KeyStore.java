package dev.edgewise.orchestrator.identity;

import java.util.List;

/**
 * Where keys outlive the process. Thread-safe. All of it throws {@link
 * dev.edgewise.core.EdgewiseException} with {@code BAD_STORE}.
 */
public interface KeyStore {
  /** All keys, by their names. */
  List<StoredKey> all();

  /** Keeps a key, in the place of what has its name; when this returns it outlives a power cut. */
  void put(StoredKey key);

  /** Forgets the key of that name. */
  void drop(String name);
}
