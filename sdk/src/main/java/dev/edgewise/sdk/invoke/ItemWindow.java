package dev.edgewise.sdk.invoke;

/**
 * How many items of a stream may be on their way to a reader, or wait for it: at most {@value
 * #MOST_ITEMS}, and no more than fit into {@value #MOST_BYTES} bytes when each is as large as the
 * largest so far, but always one. The first is asked for alone, since nothing is known of its size.
 * So what a slow reader makes this side hold is bounded, by one megabyte or one item.
 */
final class ItemWindow {
  static final int MOST_ITEMS = 16;
  static final int MOST_BYTES = 1 << 20;

  private int asked;
  private int waiting;
  private int largest;

  /**
   * Another node gives the items from now on, of which nothing has been asked for.
   *
   * @param unread items that are here and wait to be read
   */
  void restart(int unread) {
    asked = 0;
    waiting = unread;
  }

  /** An item came, and waits to be read. */
  void arrived(int bytes) {
    asked--;
    waiting++;
    largest = Math.max(largest, Math.max(1, bytes));
  }

  /** An item was read. */
  void taken() {
    waiting--;
  }

  /** How many to ask for now; they count as asked for. */
  int more() {
    int allowed = largest == 0 ? 1 : Math.max(1, Math.min(MOST_ITEMS, MOST_BYTES / largest));
    int more = Math.max(0, allowed - asked - waiting);
    asked += more;
    return more;
  }
}
