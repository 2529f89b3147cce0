package dev.edgewise.bench.command;

import java.util.Iterator;
import java.util.List;

/** What was typed behind the name of a command, read from the left. For one thread. */
public final class Arguments {
  private final Iterator<String> rest;

  private Arguments(Iterator<String> rest) {
    this.rest = rest;
  }

  /** These words. */
  public static Arguments of(List<String> words) {
    return new Arguments(List.copyOf(words).iterator());
  }

  /** A wish that cannot be met, in words. */
  public static final class Wrong extends Exception {
    private static final long serialVersionUID = 1;

    /** To be read behind an error code and before "see --help". */
    public Wrong(String message) {
      super(message);
    }
  }

  /** Whether there is another option. */
  public boolean hasNext() {
    return rest.hasNext();
  }

  /** The next option. */
  public String next() {
    return rest.next();
  }

  /** The word behind an option. */
  public String value(String option) throws Wrong {
    if (!rest.hasNext()) {
      throw new Wrong(option + " wants a value");
    }
    return rest.next();
  }

  /** The number behind an option, both bounds included. */
  public long number(String option, long least, long most) throws Wrong {
    String text = value(option);
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new Wrong(
        option
            + " wants a whole number"
            + (least == Long.MIN_VALUE ? "" : " from " + least)
            + (most == Long.MAX_VALUE ? "" : " to " + most));
  }

  /** The same where an {@code int} holds all that is allowed. */
  public int number(String option, int least, int most) throws Wrong {
    return (int) number(option, (long) least, (long) most);
  }

  /** For an option that there is not. */
  public static Wrong unknown(String option) {
    return new Wrong("there is no option " + option);
  }
}
