package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.CacheNote;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.serving.cache.store.Entry;
import dev.edgewise.serving.cache.store.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An answer that was found or computed.
 *
 * @param key of the entry that it is, or will be
 * @param pool where it was found, for a semantic hit
 * @param cost what computing it took; zero for what was kept
 */
record Given(Message message, CacheNote note, Key key, Optional<Key> pool, Duration cost) {
  Given {
    requireNonNull(message, "message");
    requireNonNull(note, "note");
    requireNonNull(key, "key");
    requireNonNull(pool, "pool");
    requireNonNull(cost, "cost");
  }

  static Given computed(Message message, Key key, Duration cost) {
    return new Given(message, CacheNote.NONE, key, Optional.empty(), cost);
  }

  static Given exact(Entry entry, Key key, Instant now) {
    return new Given(
        Message.of(entry.value()),
        new CacheNote(
            CacheNote.Kind.EXACT,
            Asked.age(entry, now),
            java.util.OptionalDouble.empty(),
            java.util.OptionalDouble.empty()),
        key,
        Optional.empty(),
        Duration.ZERO);
  }

  boolean wasComputed() {
    return note.kind() == CacheNote.Kind.NONE;
  }
}
