package dev.edgewise.lab.hostile;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What became of one offence at one door.
 *
 * @param offence as it stands in reports
 * @param port the door's
 * @param connections that were made, one after the other or at the same time
 * @param closed of them by the server
 * @param answered of them, with a refusal, while the connection lived on
 * @param held for longer than the offence's time
 * @param refused when they were made
 * @param slowestMillis until one was closed or answered
 * @param longestAnswer bytes of the longest head of an answer
 * @param traces answers that showed a stack trace
 */
public record Report(
    String offence,
    int port,
    long connections,
    long closed,
    long answered,
    long held,
    long refused,
    long slowestMillis,
    long longestAnswer,
    long traces) {

  /** A line that {@link #parse} reads. */
  String toLine() {
    return Stream.of(
            offence,
            port,
            connections,
            closed,
            answered,
            held,
            refused,
            slowestMillis,
            longestAnswer,
            traces)
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  /** Reads what the attacker's process printed. */
  public static Report parse(String line) {
    String[] fields = line.split(" ");
    long[] numbers = Arrays.stream(fields).skip(1).mapToLong(Long::parseLong).toArray();
    return new Report(
        fields[0],
        (int) numbers[0],
        numbers[1],
        numbers[2],
        numbers[3],
        numbers[4],
        numbers[5],
        numbers[6],
        numbers[7],
        numbers[8]);
  }
}
