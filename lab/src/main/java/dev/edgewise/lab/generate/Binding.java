package dev.edgewise.lab.generate;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.LogFormat;
import dev.edgewise.core.Clock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Main of the process in which the binding is called directly: {@code Binding FILE THREADS SLOTS}.
 * Each line of input is a number of tokens and prompts behind tabs; it answers with a {@link Run}.
 */
public final class Binding {
  /** Enough for a prompt and a text of ours, for each slot. */
  private static final int CONTEXT = 2_048;

  private Binding() {}

  /** See the class. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    // What it says of itself would stand between the answers.
    LlamaModel.setLogger(LogFormat.TEXT, (level, words) -> {});
    int threads = Integer.parseInt(arguments[1]);
    int slots = Integer.parseInt(arguments[2]);
    ModelParameters parameters =
        new ModelParameters()
            .setModel(arguments[0])
            .setThreads(threads)
            .setThreadsBatch(threads)
            .setCtxSize(CONTEXT * slots)
            .setParallel(slots);
    try (LlamaModel model = new LlamaModel(parameters);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split("\t", -1);
        List<String> prompts = Arrays.asList(words).subList(1, words.length);
        Run run =
            Together.run(
                Clock.system(),
                prompts,
                Integer.parseInt(words[0]),
                (prompt, tokens, onPiece) -> write(model, prompt, tokens, onPiece));
        System.out.println(run.line());
        System.out.flush();
      }
    }
    // Its own threads would keep the process alive.
    System.exit(0);
  }

  /** It tells no tokens, but makes exactly as many as it is told when the end does not end it. */
  private static int write(LlamaModel model, String prompt, int tokens, Runnable onPiece) {
    InferenceParameters parameters =
        new InferenceParameters(prompt).setTemperature(0).setNPredict(tokens).setIgnoreEos(true);
    for (LlamaOutput unused : model.generate(parameters)) {
      onPiece.run();
    }
    return tokens;
  }
}
