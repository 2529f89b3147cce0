package dev.edgewise.rules;

/**
 * A place in a file, counted from 1.
 *
 * @param line from 1
 * @param column from 1
 */
record Spot(int line, int column) implements Comparable<Spot> {
  @Override
  public int compareTo(Spot other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }
}
