package dev.edgewise.sdk.spi;

import java.util.Arrays;

/**
 * The sizes of nested messages, in the order in which a codec visits them: reserved before
 * descending, filled after, read back in the same order while writing. Not thread-safe.
 */
public final class Sizes {
  private int[] sizes = new int[8];
  private int count;
  private int next;
  private long inBlocks;

  /** Creates an empty list. */
  public Sizes() {}

  /**
   * Makes room for the size of the nested message that is about to be measured, and returns the
   * slot for {@link #set}.
   */
  public int reserve() {
    if (count == sizes.length) {
      sizes = Arrays.copyOf(sizes, count * 2);
    }
    return count++;
  }

  /** Fills a slot, and returns {@code size}. */
  public int set(int slot, int size) {
    sizes[slot] = size;
    return size;
  }

  /** Returns the size of the next nested message in visiting order. */
  public int next() {
    return sizes[next++];
  }

  /** Notes a block that will be a part of the message, and not be copied. */
  void block(int bytes) {
    inBlocks += bytes;
  }

  /** Bytes of all blocks that were noted. */
  long inBlocks() {
    return inBlocks;
  }
}
