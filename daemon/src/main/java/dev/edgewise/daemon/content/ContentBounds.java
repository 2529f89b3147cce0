package dev.edgewise.daemon.content;

/**
 * How much a store may hold.
 *
 * @param bytes of all contents together, unfinished ones included
 * @param items contents, unfinished ones included
 * @param spare bytes that stay free on the disk
 */
public record ContentBounds(long bytes, int items, long spare) {
  public ContentBounds {
    if (bytes < 1 || items < 1 || spare < 0) {
      throw new IllegalArgumentException(
          "bounds: " + bytes + ", " + items + ", " + spare + " (expected: at least 1, 1 and 0)");
    }
  }
}
