package dev.edgewise.lab.cache;

import java.util.Iterator;
import java.util.List;

/**
 * What was asked for.
 *
 * @param json whether the result is printed as JSON
 * @param seed of the questions
 * @param calls of each mode
 * @param callers at the same time
 * @param bodyMillis what the emulated body takes
 */
record Options(boolean json, long seed, int calls, int callers, int bodyMillis) {
  private static final int FULL = 6_000;
  private static final int QUICK = 800;
  private static final int MAX_CALLS = 1_000_000;

  static final String HELP =
      """
      Usage: edgewise bench cache [-o table|json] [--quick] [--seed N] [--calls N] [--callers N]
                                  [--body-millis N]

      Replays the same questions to a method without a cache, with exact hits, with semantic hits at
      a threshold of 0.85, and with semantic hits of which at most 5 % may be wrong, and says what
      each saved and how often it was wrong.

      The questions: known ones word for word, some far oftener than others (Zipf); known ones in
      other words; new ones; and traps, which look like a known one and mean something else (a number,
      a unit, "not", an opposite, a name, who does what to whom). What each means is known, so every
      answer is checked.

      The cache is the one of an agent (exact hits in memory, MiniLM as embedder, which each
      semantic look-up pays for). The method is EMULATED: it takes its time and gives the meaning.
      Calls come from callers that wait for their answer and ask again.

        mode          none, exact, threshold, budget
        throughput    answered calls a second
        p99Millis     99th percentile of a call
        hitRate       share of calls that were answered from the cache
        semanticRate  share of calls that were answered with the answer to another wording
        falseHitRate  share of hits that were wrong, with falseHitCi95, its 95 % interval

      Options:
        -o, --output table|json  how to print the result (default: table)
            --quick              800 calls a mode, under a minute
            --seed N             of the questions (default: 1000000)
            --calls N            for each mode, 100 to 1000000 (default: 6000)
            --callers N          at the same time, 1 to 64 (default: 4)
            --body-millis N      what the method takes, 0 to 10000 (default: 40)
            --help               this
      """;

  /** A wish that cannot be met, in words. */
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1;

    Wrong(String message) {
      super(message);
    }
  }

  static Options parse(String[] arguments) throws Wrong {
    Options options = new Options(false, QuestionBook.REPORT, FULL, 4, 40);
    Iterator<String> rest = List.of(arguments).iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      options =
          switch (argument) {
            case "--quick" -> options.with(options.json, options.seed, QUICK);
            case "-o", "--output" ->
                options.with(isJson(value(rest, argument)), options.seed, options.calls);
            case "--seed" ->
                options.with(
                    options.json, number(rest, argument, 0, Long.MAX_VALUE), options.calls);
            case "--calls" ->
                options.with(
                    options.json, options.seed, (int) number(rest, argument, 100, MAX_CALLS));
            case "--callers" ->
                new Options(
                    options.json,
                    options.seed,
                    options.calls,
                    (int) number(rest, argument, 1, 64),
                    options.bodyMillis);
            case "--body-millis" ->
                new Options(
                    options.json,
                    options.seed,
                    options.calls,
                    options.callers,
                    (int) number(rest, argument, 0, 10_000));
            default -> throw new Wrong("there is no option " + argument);
          };
    }
    return options;
  }

  private Options with(boolean asJson, long newSeed, int newCalls) {
    return new Options(asJson, newSeed, newCalls, callers, bodyMillis);
  }

  private static boolean isJson(String value) throws Wrong {
    return switch (value) {
      case "json" -> true;
      case "table" -> false;
      default -> throw new Wrong("-o wants table or json, not " + value);
    };
  }

  private static String value(Iterator<String> rest, String option) throws Wrong {
    if (!rest.hasNext()) {
      throw new Wrong(option + " wants a value");
    }
    return rest.next();
  }

  private static long number(Iterator<String> rest, String option, long least, long most)
      throws Wrong {
    String text = value(rest, option);
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new Wrong(option + " wants a whole number from " + least + " to " + most);
  }
}
