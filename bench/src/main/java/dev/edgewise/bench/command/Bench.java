package dev.edgewise.bench.command;

import dev.edgewise.bench.report.Machine;
import dev.edgewise.bench.report.Report;
import dev.edgewise.core.Clock;
import dev.edgewise.core.ErrorCode;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The frame of each {@code edgewise bench …} and {@code simulate …}: reads what is common to all,
 * prints what was found.
 */
public final class Bench {
  private static final int LOST = 1;
  private static final int USAGE = 2;

  private Bench() {}

  /** A benchmark. */
  @FunctionalInterface
  public interface Race {
    /**
     * Runs it.
     *
     * @param arguments its own options; those common to all are taken out
     * @param progress is told a line now and then, for whoever waits
     */
    Found run(Arguments arguments, Consumer<String> progress)
        throws Arguments.Wrong, IOException, InterruptedException;
  }

  /**
   * The main of a benchmark: ends the process, with 0, with 1 when ours lost, with 2 when what was
   * typed cannot be met.
   *
   * @param name behind {@code edgewise bench}
   * @param help what {@code --help} prints
   */
  public static void main(String name, String help, String[] typed, Race race)
      throws IOException, InterruptedException {
    main("bench", name, help, typed, race);
  }

  /**
   * The same for a command that is no benchmark: {@code edgewise simulate scale}.
   *
   * @param family the word between {@code edgewise} and the name
   */
  public static void main(String family, String name, String help, String[] typed, Race race)
      throws IOException, InterruptedException {
    System.exit(
        run(family, name, help, List.of(typed), race, Clock.system(), System.out, System.err));
  }

  static int run(
      String family,
      String name,
      String help,
      List<String> typed,
      Race race,
      Clock clock,
      PrintStream out,
      PrintStream err)
      throws IOException, InterruptedException {
    if (typed.contains("--help")) {
      out.print(help);
      return 0;
    }
    String command = "edgewise " + family + " " + name;
    Instant at = clock.now();
    // Before the race, which is itself a load.
    Machine machine = Machine.here();
    boolean json;
    Found found;
    try {
      List<String> own = new ArrayList<>();
      json = takeJson(typed, own);
      found = race.run(Arguments.of(own), line -> err.println("edgewise: " + line));
    } catch (Arguments.Wrong e) {
      err.println(
          ErrorCode.BAD_USAGE.id()
              + " "
              + e.getMessage()
              + ". '"
              + command
              + " --help' shows what it takes");
      return USAGE;
    }
    Report report =
        new Report(
            "edgewise." + family + "." + name + "/1",
            String.join(" ", prepended(command, typed)),
            at,
            machine,
            found.facts(),
            found.tables(),
            found.words());
    out.print(json ? report.json() + "\n" : report.text());
    return found.lost() ? LOST : 0;
  }

  private static List<String> prepended(String first, List<String> rest) {
    List<String> all = new ArrayList<>(rest);
    all.add(0, first);
    return all;
  }

  /** Returns whether JSON is wanted; the other words go to {@code others}. */
  private static boolean takeJson(List<String> typed, List<String> others) throws Arguments.Wrong {
    boolean json = false;
    Arguments all = Arguments.of(typed);
    while (all.hasNext()) {
      String word = all.next();
      if (word.equals("-o") || word.equals("--output")) {
        String form = all.value(word);
        json =
            switch (form) {
              case "json" -> true;
              case "table" -> false;
              default -> throw new Arguments.Wrong(word + " wants table or json, not " + form);
            };
      } else {
        others.add(word);
      }
    }
    return json;
  }
}
