package dev.edgewise.lab.call;

import dev.edgewise.bench.command.Arguments;
import java.util.ArrayList;
import java.util.List;

/**
 * What was asked for.
 *
 * @param quick the short form, whose verdicts are shown and decide nothing
 * @param rounds of each cell
 * @param millis of a round
 * @param warmSteps of half a second, at most, before the first round of a cell
 * @param seed of intervals
 * @param cells parts of names of the cells to run; empty for all
 */
record Options(
    boolean quick, int rounds, int millis, int warmSteps, long seed, List<String> cells) {
  static final String HELP =
      """
      Usage: edgewise bench call [-o table|json] [--quick] [--rounds N] [--millis N] [--seed N]
                                 [--cell NAME]…

      Makes the same calls by Edgewise and by bare grpc-java, process to process on this machine, by
      turns: 100 B and 10 KiB of bytes and 1 MiB of floats, there and back, with one caller and with
      64 callers.

        edgewise   an agent as a process, and a client with router, decisions and label checks
        grpc-java  a server and a client of grpc-java with messages made by protoc: a blocking stub
                   with a deadline, a virtual thread for each call, everything else as it comes
        edgewise, in one JVM: body and caller in one process; no bar is held against it

      Ratios are edgewise ÷ grpc-java, the median over rounds that followed each other:

        throughputRatio  calls a second; at 100 B and 10 KiB 0.90 or more is wanted
        p50Ratio         of a call; at 100 B and 10 KiB 1.15 or less, at 1 MiB 0.6 or less is wanted
        p99Ratio         of a call; not told where there were fewer than 459 calls in a round
        cpuRatio         processor time of both processes, a call
        allocRatio       bytes allocated in the heaps of both processes, a call

      Exit code 1 when the whole 95 % interval of a figure lies on the wrong side of its bar.

      Options:
        -o, --output table|json  how to print the result (default: table)
            --quick              5 rounds of 0.3 s, about a minute; verdicts decide nothing
            --rounds N           of each cell, 5 to 100 (default: 7)
            --millis N           of a round, 100 to 60000 (default: 1500)
            --seed N             of the intervals (default: 1)
            --cell NAME          only these, as "100 B, 64 callers"; a part is enough; may be repeated
            --help               this
      """;

  Options {
    cells = List.copyOf(cells);
  }

  static Options parse(Arguments arguments) throws Arguments.Wrong {
    boolean quick = false;
    int rounds = 7;
    int millis = 1_500;
    int warmSteps = 40;
    long seed = 1;
    List<String> cells = new ArrayList<>();
    while (arguments.hasNext()) {
      String option = arguments.next();
      switch (option) {
        case "--quick" -> {
          quick = true;
          rounds = 5;
          millis = 300;
          warmSteps = 6;
        }
        case "--rounds" -> rounds = arguments.number(option, 5, 100);
        case "--millis" -> millis = arguments.number(option, 100, 60_000);
        case "--seed" -> seed = arguments.number(option, 0, Long.MAX_VALUE);
        case "--cell" -> cells.add(arguments.value(option));
        default -> throw Arguments.unknown(option);
      }
    }
    Options options = new Options(quick, rounds, millis, warmSteps, seed, cells);
    if (Cell.all().stream().noneMatch(options::wants)) {
      throw new Arguments.Wrong("no cell has a name like that");
    }
    return options;
  }

  /** Whether a cell is to be run. */
  boolean wants(Cell cell) {
    return cells.isEmpty() || cells.stream().anyMatch(cell.toString()::contains);
  }
}
