package dev.edgewise.lab.generate;

import dev.edgewise.bench.command.Arguments;
import dev.edgewise.lab.process.ModelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked for.
 *
 * @param model the file with the model
 * @param rounds that count
 * @param tokens of each text
 * @param threads of a run of the model
 * @param seed of intervals and prompts
 */
record Options(Optional<Path> model, int rounds, int tokens, int threads, long seed) {
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

  static Options parse(Arguments arguments, int processors) throws Arguments.Wrong {
    Optional<Path> model = Optional.empty();
    int rounds = FULL_ROUNDS;
    int tokens = FULL_TOKENS;
    int threads = Math.min(64, processors);
    long seed = 1;
    while (arguments.hasNext()) {
      String option = arguments.next();
      switch (option) {
        case "--quick" -> {
          rounds = QUICK_ROUNDS;
          tokens = QUICK_TOKENS;
        }
        case "--model" -> model = Optional.of(Path.of(arguments.value(option)));
        case "--rounds" -> rounds = arguments.number(option, 5, 100);
        case "--tokens" -> tokens = arguments.number(option, 8, 1_000);
        case "--threads" -> threads = arguments.number(option, 1, 64);
        case "--seed" -> seed = arguments.number(option, 0, Long.MAX_VALUE);
        default -> throw Arguments.unknown(option);
      }
    }
    return new Options(model, rounds, tokens, threads, seed);
  }

  /**
   * The file with the model.
   *
   * @param environment the environment's variables
   * @param pulled what was pulled, when something was
   */
  Path file(Map<String, String> environment, Optional<Path> pulled) throws Arguments.Wrong {
    Optional<Path> named =
        model
            .or(
                () ->
                    Optional.ofNullable(environment.get(VARIABLE))
                        .filter(text -> !text.isBlank())
                        .map(Path::of))
            .or(() -> pulled);
    if (named.isEmpty()) {
      throw new Arguments.Wrong(
          "no model was named: --model FILE, or "
              + VARIABLE
              + "; 'edgewise model pull"
              + " gemma-3-270m' brings one and says where it lies");
    }
    Path file = named.get().toAbsolutePath().normalize();
    if (!Files.isRegularFile(file) || !file.getFileName().toString().endsWith(ModelFile.ENDING)) {
      throw new Arguments.Wrong(
          "--model wants a file whose name ends with .gguf, and there is no " + file);
    }
    return file;
  }
}
