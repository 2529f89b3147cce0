package dev.edgewise.lab.call;

import dev.edgewise.bench.load.ClosedLoop;
import java.util.Arrays;
import java.util.Locale;

/** What goes there and comes back. */
enum Payload {
  SMALL(100, "100 B"),
  MEDIUM(10 << 10, "10 KiB"),
  FLOATS(1 << 20, "1 MiB of floats");

  private final int size;
  private final String words;

  Payload(int size, String words) {
    this.size = size;
    this.words = words;
  }

  /** Bytes of its content. */
  int size() {
    return size;
  }

  /** After so many, a JVM has compiled what it calls. */
  int warmCalls() {
    return this == FLOATS ? 1_000 : 20_000;
  }

  /** For people. */
  String words() {
    return words;
  }

  /** As it stands in JSON. */
  String kind() {
    return this == FLOATS ? "floats" : "bytes";
  }

  /** A call with it, which checks the answer. */
  ClosedLoop.Call on(Echo echo) {
    if (this == FLOATS) {
      float[] numbers = new float[size / Float.BYTES];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = i % 1_000;
      }
      return () -> check(echo.doubled(numbers), numbers);
    }
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) i;
    }
    return () -> check(Arrays.equals(echo.bytes(bytes), bytes));
  }

  /** Not all of it: that would be more work than the call. */
  private void check(float[] answer, float[] numbers) {
    int last = numbers.length - 1;
    check(
        answer.length == numbers.length
            && answer[last] == 2 * numbers[last]
            && answer[last / 2] == 2 * numbers[last / 2]);
  }

  private void check(boolean right) {
    if (!right) {
      throw new IllegalStateException(
          "a wrong answer to " + name().toLowerCase(Locale.ROOT) + " came");
    }
  }
}
