package dev.edgewise.daemon.content;

import static java.util.Objects.requireNonNull;

/** What became of a chunk. */
public sealed interface PutResult {
  /**
   * It was taken, or it did not begin where the last one ended; go on at {@code held}.
   *
   * @param held bytes that are here
   * @param whole whether that is all, and verified
   */
  record Held(long held, boolean whole) implements PutResult {}

  /** There is no room, for people; nothing was changed. */
  record NoRoom(String because) implements PutResult {
    public NoRoom {
      requireNonNull(because, "because");
    }
  }

  /** All bytes came, and they are not those of the digest: they were thrown away. */
  record Broken(String because) implements PutResult {
    public Broken {
      requireNonNull(because, "because");
    }
  }
}
