package dev.edgewise.bench.load;

/**
 * Something to do at a time.
 *
 * @param due in nanoseconds of the timeline
 * @param number orders tasks that are due together, as they were scheduled
 * @param action what to do
 */
record Task(long due, long number, Runnable action) implements Comparable<Task> {
  @Override
  public int compareTo(Task other) {
    int byTime = Long.signum(due - other.due);
    return byTime != 0 ? byTime : Long.compare(number, other.number);
  }
}
