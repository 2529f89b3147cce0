package dev.edgewise.lab.generation;

import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What was asked for.
 *
 * @param kinds what is generated, in this order
 * @param rounds nodes that are lost for each kind
 * @param json whether the result is printed as JSON
 * @param seed of everything that is left to chance
 */
public record Options(List<Kind> kinds, int rounds, boolean json, long seed) {
  private static final int MAX_ROUNDS = 1_000;

  /** What it takes and does. */
  public static final String HELP =
      """
      Usage: edgewise run lab generation-kill [--kind text|pictures] [--rounds N] [--seed N]
                                              [-o table|json]

      Two streams run on one node of a fleet of real agents, one called by the SDK, one through the
      gateway. At a random moment in their middle the node is lost: kill -9, every fourth round
      SIGSTOP, and there it wakes while its streams go on elsewhere. Held is a round when both go on
      within 3 s (6 s for a node that is only silent), no chunk is lost or comes twice, every chunk
      is that of an undisturbed run, and no more work is made twice than one checkpoint.

      Options:
            --kind text|pictures     what is generated (default: both, one after the other)
            --rounds N               nodes that are lost, 1 to 1000 (default: 20)
            --seed N                 of what is left to chance (default: another one each time)
        -o, --output table|json      how to print the result (default: table)
            --help                   this
      """;

  /** A wish that cannot be met, in words. */
  public static final class Wrong extends Exception {
    private static final long serialVersionUID = 1;

    Wrong(String message) {
      super(message);
    }
  }

  public Options {
    kinds = List.copyOf(kinds);
  }

  /** Reads a command line. */
  public static Options parse(List<String> arguments, RandomGenerator random) throws Wrong {
    List<Kind> kinds = List.of(Kind.values());
    int rounds = 20;
    boolean json = false;
    long seed = random.nextLong() >>> 1;
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      switch (argument) {
        case "--kind" -> {
          String word = value(rest, argument);
          kinds =
              List.of(
                  Kind.of(word)
                      .orElseThrow(() -> new Wrong("--kind " + word + ": text or pictures")));
        }
        case "--rounds" -> rounds = (int) number(rest, argument, 1, MAX_ROUNDS);
        case "--seed" -> seed = number(rest, argument, 0, Long.MAX_VALUE);
        case "-o", "--output" -> json = isJson(value(rest, argument));
        default -> throw new Wrong("there is no option " + argument);
      }
    }
    return new Options(kinds, rounds, json, seed);
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
    } catch (NumberFormatException _) {
      // Told below.
    }
    throw new Wrong(option + " " + text + ": a whole number, " + least + " to " + most);
  }

  private static boolean isJson(String output) throws Wrong {
    return switch (output) {
      case "json" -> true;
      case "table" -> false;
      default -> throw new Wrong("-o " + output + ": table or json");
    };
  }
}
