package dev.edgewise.lab.cache;

import dev.edgewise.bench.command.Arguments;

/**
 * What was asked for.
 *
 * @param seed of the questions
 * @param calls of each mode
 * @param callers at the same time
 * @param bodyMillis what the emulated body takes
 */
record Options(long seed, int calls, int callers, int bodyMillis) {
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

  static Options parse(Arguments arguments) throws Arguments.Wrong {
    long seed = QuestionBook.REPORT;
    int calls = FULL;
    int callers = 4;
    int bodyMillis = 40;
    while (arguments.hasNext()) {
      String option = arguments.next();
      switch (option) {
        case "--quick" -> calls = QUICK;
        case "--seed" -> seed = arguments.number(option, 0, Long.MAX_VALUE);
        case "--calls" -> calls = arguments.number(option, 100, MAX_CALLS);
        case "--callers" -> callers = arguments.number(option, 1, 64);
        case "--body-millis" -> bodyMillis = arguments.number(option, 0, 10_000);
        default -> throw Arguments.unknown(option);
      }
    }
    return new Options(seed, calls, callers, bodyMillis);
  }
}
