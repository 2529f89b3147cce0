package dev.edgewise.lab.generate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked for.
 *
 * @param json whether the result is printed as JSON
 * @param model the file with the model
 * @param rounds that count
 * @param tokens of each text
 * @param threads of a run of the model
 * @param seed of intervals and prompts
 */
record Options(boolean json, Optional<Path> model, int rounds, int tokens, int threads, long seed) {
  private static final int FULL_ROUNDS = 9;
  private static final int QUICK_ROUNDS = 5;
  private static final int FULL_TOKENS = 128;
  private static final int QUICK_TOKENS = 48;

  /** Names the file of a model, for tests and benchmarks. */
  static final String VARIABLE = "EDGEWISE_TEXT_MODEL";

  static final String HELP =
      """
      Usage: edgewise bench generate [-o table|json] [--quick] [--model FILE] [--rounds N]
                                     [--tokens N] [--threads N] [--seed N]

      Generates the same texts on an agent, called through the SDK, and with the binding of llama.cpp
      called directly: same file, same number of threads, greedy, each in a process of its own, by
      turns. First one text at a time, then four at once.

        system           edgewise: an agent as a process, called over a socket
                         binding:  de.kherud:llama, LlamaModel in a process of its own; at four
                                   streams with four parallel slots, which llama.cpp batches
        streams          texts at the same time
        tokensPerSecond  tokens of all streams by the time from the first call to the last token,
                         reading the prompt included; the median of rounds, with its 95 % interval
        ttftMillis       from the call to the first token; the median of all streams

      Verdicts: at one stream ours is to be at least 0.95 of the binding; exit code 1 when the whole
      interval lies below. At four streams the total is compared with that of one stream.

      Options:
        -o, --output table|json  how to print the result (default: table)
            --quick              5 rounds of 48 tokens
            --model FILE         a model in GGUF (default: EDGEWISE_TEXT_MODEL, else what
                                 'edgewise model pull gemma-3-270m' has brought)
            --rounds N           that count, 5 to 100 (default: 9); one more warms up
            --tokens N           of each text, 8 to 1000 (default: 128)
            --threads N          of a run of the model, 1 to 64 (default: the processors)
            --seed N             of prompts and intervals (default: 1)
            --help               this
      """;

  /** A wish that cannot be met, in words. */
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1;

    Wrong(String message) {
      super(message);
    }
  }

  static Options parse(String[] arguments, int processors) throws Wrong {
    boolean json = false;
    Optional<Path> model = Optional.empty();
    int rounds = FULL_ROUNDS;
    int tokens = FULL_TOKENS;
    int threads = Math.min(64, processors);
    long seed = 1;
    Iterator<String> rest = List.of(arguments).iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      switch (argument) {
        case "--quick" -> {
          rounds = QUICK_ROUNDS;
          tokens = QUICK_TOKENS;
        }
        case "-o", "--output" -> json = isJson(value(rest, argument));
        case "--model" -> model = Optional.of(Path.of(value(rest, argument)));
        case "--rounds" -> rounds = (int) number(rest, argument, 5, 100);
        case "--tokens" -> tokens = (int) number(rest, argument, 8, 1_000);
        case "--threads" -> threads = (int) number(rest, argument, 1, 64);
        case "--seed" -> seed = number(rest, argument, 0, Long.MAX_VALUE);
        default -> throw new Wrong("there is no option " + argument);
      }
    }
    return new Options(json, model, rounds, tokens, threads, seed);
  }

  /**
   * The file with the model.
   *
   * @param environment the environment's variables
   * @param pulled what was pulled, when something was
   */
  Path file(Map<String, String> environment, Optional<Path> pulled) throws Wrong {
    Optional<Path> named =
        model
            .or(
                () ->
                    Optional.ofNullable(environment.get(VARIABLE))
                        .filter(text -> !text.isBlank())
                        .map(Path::of))
            .or(() -> pulled);
    if (named.isEmpty()) {
      throw new Wrong(
          "no model was named: --model FILE, or "
              + VARIABLE
              + "; 'edgewise model pull"
              + " gemma-3-270m' brings one and says where it lies");
    }
    Path file = named.get().toAbsolutePath().normalize();
    if (!Files.isRegularFile(file) || !file.getFileName().toString().endsWith(".gguf")) {
      throw new Wrong("--model wants a file whose name ends with .gguf, and there is no " + file);
    }
    return file;
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
