package dev.edgewise.lab.call;

import dev.edgewise.bench.load.ClosedLoop;
import dev.edgewise.bench.load.Latencies;
import java.util.OptionalDouble;

/**
 * What calls of one kind came to in a while.
 *
 * @param sample of the calls
 * @param spent by the caller and by whoever answered
 */
record Round(ClosedLoop.Sample sample, Spent spent) {
  double perSecond() {
    return sample.perSecond();
  }

  double p50Millis() {
    return sample.p50Millis();
  }

  /** Empty when there were too few calls to tell. */
  OptionalDouble p99Millis() {
    return sample.calls() < Latencies.samplesFor(99)
        ? OptionalDouble.empty()
        : OptionalDouble.of(sample.p99Millis());
  }

  /** Of a call. */
  double cpuMicros() {
    return spent.cpuNanos() / 1e3 / sample.calls();
  }

  /** Of a call. */
  double allocatedBytes() {
    return (double) spent.allocatedBytes() / sample.calls();
  }

  /** On one line, as processes tell each other. */
  String line() {
    return String.join(
        " ",
        "round",
        Long.toString(sample.calls()),
        Double.toString(sample.perSecond()),
        Double.toString(sample.p50Millis()),
        Double.toString(sample.p99Millis()),
        Long.toString(spent.cpuNanos()),
        Long.toString(spent.allocatedBytes()));
  }

  /**
   * Reads {@link #line}.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Round read(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 7 || !words[0].equals("round")) {
      throw new IllegalArgumentException(
          "line: " + line + " (expected: round CALLS PER-SECOND P50 P99 CPU BYTES)");
    }
    return new Round(
        new ClosedLoop.Sample(
            Long.parseLong(words[1]),
            Double.parseDouble(words[2]),
            Double.parseDouble(words[3]),
            Double.parseDouble(words[4])),
        new Spent(Long.parseLong(words[5]), Long.parseLong(words[6])));
  }
}
