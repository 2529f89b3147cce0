package dev.edgewise.lab.scale;

import dev.edgewise.bench.command.Arguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What was asked for.
 *
 * @param quick the short form, whose verdicts are shown and decide nothing
 * @param seeds of each cell
 * @param seed the first of them
 * @param coldStarts in seconds
 * @param only parts of names of the traces to run; empty for all
 * @param files recorded traces to run instead
 * @param holdOut zones that nobody tuned for to run instead
 */
record Options(
    boolean quick,
    int seeds,
    long seed,
    List<Double> coldStarts,
    List<String> only,
    List<Path> files,
    int holdOut) {
  /** Tuning was done on seeds below 1000. */
  private static final long FIRST_SEED = 1_001;

  static final String HELP =
      """
      Usage: edgewise simulate scale [-o table|json] [--quick] [--cold-start LIST] [--seeds N]
                                     [--seed N] [--only NAME]… [--trace FILE]… [--hold-out N]

      Simulates a zone that sizes itself, call by call, under our scaler and under the rules of
      others on the same calls: nodes of 4 slots, one line, a cold start before a new node takes
      calls. Every figure is EMULATED: time is simulated.

        edgewise   the class that the orchestrator runs, asked each second; 99 % on time is wanted
        keda       KEDA with the HorizontalPodAutoscaler: 30 s poll, 300 s down window, 10 % tolerance
        kpa        Knative: 60 s stable and 6 s panic window, a tick of 2 s, grace of 30 s
        ray        Ray Serve: mean of 30 s, up after 30 s, down after 600 s
                   (each to keep 50, 70 and 90 % of a node's slots busy)

      Traces: steady, daily, ramp, flash-crowd (10 times as much in 5 s), on-off, quiet-night, and,
      when EDGEWISE_EVAL_DATA names a folder that has it, splitwise_conv.csv. Each seed draws other
      parameters of its trace.

        onTimePercent  of all calls, those answered within their deadline; onTimeCi95 over seeds
        nodeHours      from each node's start to its end
        coldStarts     nodes that were started

      Exit code 1 when a setting of a peer is better in both beyond noise, or where the cheapest one
      that is as much on time needs less than 1.15 times our node-hours (daily, quiet-night,
      splitwise_conv).

      Options:
        -o, --output table|json  how to print the result (default: table)
            --quick              2 seeds at 20 s; verdicts decide nothing
            --cold-start LIST    seconds, as 2s,20s,120s (the default)
            --seeds N            of each cell, 1 to 100 (default: 10)
            --seed N             the first of them (default: 1001)
            --only NAME          only these traces; a part is enough; may be repeated
            --trace FILE         only this recorded trace: lines arrived_at,seconds or
                                 arrived_at,num_prefill_tokens,num_decode_tokens; may be repeated
            --hold-out N         only so many zones that were not tuned for: other shapes, slots of 1
                                 to 16, services of 0.15 to 5 s, deadlines of 2.5 to 12 services
            --help               this
      """;

  Options {
    coldStarts = List.copyOf(coldStarts);
    only = List.copyOf(only);
    files = List.copyOf(files);
  }

  static Options parse(Arguments arguments) throws Arguments.Wrong {
    boolean quick = false;
    int seeds = 10;
    long seed = FIRST_SEED;
    List<Double> coldStarts = List.of(2.0, 20.0, 120.0);
    List<String> only = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    int holdOut = 0;
    while (arguments.hasNext()) {
      String option = arguments.next();
      switch (option) {
        case "--quick" -> {
          quick = true;
          seeds = 2;
          coldStarts = List.of(20.0);
        }
        case "--cold-start" -> coldStarts = coldStarts(option, arguments.value(option));
        case "--seeds" -> seeds = arguments.number(option, 1, 100);
        case "--seed" -> seed = arguments.number(option, 0, Integer.MAX_VALUE);
        case "--only" -> only.add(arguments.value(option));
        case "--hold-out" -> holdOut = arguments.number(option, 1, 1_000);
        case "--trace" -> files.add(Path.of(arguments.value(option)));
        default -> throw Arguments.unknown(option);
      }
    }
    return new Options(quick, seeds, seed, coldStarts, only, files, holdOut);
  }

  boolean wants(String trace) {
    return only.isEmpty() || only.stream().anyMatch(trace::contains);
  }

  private static List<Double> coldStarts(String option, String list) throws Arguments.Wrong {
    List<Double> seconds = new ArrayList<>();
    for (String word : list.split(",", -1)) {
      try {
        double number =
            Double.parseDouble(word.endsWith("s") ? word.substring(0, word.length() - 1) : word);
        if (number >= 0 && number <= 3_600 && seconds.size() < 20) {
          seconds.add(number);
          continue;
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
      throw new Arguments.Wrong(
          option + " wants at most 20 times from 0s to 3600s, as 2s,20s,120s, not " + list);
    }
    return seconds;
  }
}
