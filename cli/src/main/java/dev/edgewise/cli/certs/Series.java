package dev.edgewise.cli.certs;

import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.core.ErrorCode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** Names that count on: {@code west1-3} and two more are west1-3, west1-4, west1-5. Pure. */
final class Series {
  /** Nodes that one zone of one machine may have. */
  static final int MOST = 100;

  private static final Pattern NUMBERED = Pattern.compile("(.*?)([1-9][0-9]{0,8})");

  private Series() {}

  /**
   * So many names, of which this is the first.
   *
   * @throws CommandFailure with {@code BAD_USAGE} when there are to be fewer than one or more than
   *     {@value #MOST}, or several and the first has no number at its end
   */
  static List<String> of(String first, int count) {
    if (count < 1 || count > MOST) {
      throw new Problem(
              ErrorCode.BAD_USAGE,
              "--count: " + count + " is out of range",
              "expected 1 to " + MOST,
              "for example --count 4")
          .failure();
    }
    if (count == 1) {
      return List.of(first);
    }
    Matcher name = NUMBERED.matcher(first);
    if (!name.matches()) {
      throw new Problem(
              ErrorCode.BAD_USAGE,
              "--count: '" + first + "' has no number at its end to count on from",
              "the names of several differ by their number",
              "say the first of them, for example west1-1 --count " + count)
          .failure();
    }
    long from = Long.parseLong(name.group(2));
    return LongStream.range(from, from + count).mapToObj(number -> name.group(1) + number).toList();
  }
}
