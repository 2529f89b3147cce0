package dev.edgewise.lab.serve;

import dev.edgewise.bench.command.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was asked for.
 *
 * @param quick the short form
 * @param seed of arrivals, noise and intervals
 * @param pairs rounds of each cell, 0 for the form's own number
 * @param scenarios parts of names of the cells to run; empty for all
 */
record Options(boolean quick, long seed, int pairs, List<String> scenarios) {
  private static final int MAX_PAIRS = 1_000;

  static final String HELP =
      """
      Usage: edgewise bench serve [-o table|json] [--quick] [--seed N] [--pairs N] [--scenario NAME]…

      Races the batching of Edgewise against the rules of other model servers, over the same engine
      and under the same arrivals: fixed windows of 100 ms (DJL Serving, TorchServe) and 10 ms
      (mosec, Ray Serve), Triton with no delay and with 5 ms, BentoML, and no batching at all.

      Scenarios (a part of the name is enough):
        virtual      1 model, 4 models, 4 shapes, bursts, 4 workers:
                     a device of 5 + n ms on virtual time: EMULATED
        real threads the same device, waited for really: EMULATED
        onnx         a 4-layer 512² network in ONNX Runtime, in pairs one after the other: MEASURED
        in process   what batching costs an idle caller, and what eight callers get

      A figure counts from the time when a call was meant to be sent. On time means within 60 ms
      (onnx: 20 ms). Rows carry their mark; verdicts compare ours with the best of the others in each
      cell by a 95 % interval over pairs. Exit code 1 when ours is behind beyond noise.

      Options:
        -o, --output table|json  how to print the result (default: table)
            --quick              fewer cells, calls and pairs, about a minute; verdicts of real time
                                 are shown, and only those of virtual time decide the exit code
            --seed N             of arrivals and noise (default: 1)
            --pairs N            rounds of each cell, 5 to 1000 (default: 20 virtual, 10 real; quick: 5)
            --scenario NAME      only these; may be repeated
            --help               this
      """;

  Options {
    scenarios = List.copyOf(scenarios);
  }

  static Options parse(Arguments arguments) throws Arguments.Wrong {
    boolean quick = false;
    long seed = 1;
    int pairs = 0;
    List<String> scenarios = new ArrayList<>();
    while (arguments.hasNext()) {
      String option = arguments.next();
      switch (option) {
        case "--quick" -> quick = true;
        case "--seed" -> seed = arguments.number(option, Long.MIN_VALUE, Long.MAX_VALUE);
        case "--pairs" -> pairs = arguments.number(option, 5, MAX_PAIRS);
        case "--scenario" -> scenarios.add(arguments.value(option).toLowerCase(Locale.ROOT));
        default -> throw Arguments.unknown(option);
      }
    }
    return new Options(quick, seed, pairs, scenarios);
  }

  /** Whether a scenario of this name is to be run. */
  boolean wants(String name) {
    return scenarios.isEmpty() || scenarios.stream().anyMatch(name::contains);
  }
}
