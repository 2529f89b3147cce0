package dev.edgewise.lab;

import static dev.edgewise.sdk.api.TextOption.maxTokens;
import static dev.edgewise.sdk.api.TextOption.temperature;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.edgewise.lab.generation.Chunk;
import dev.edgewise.lab.generation.Kind;
import dev.edgewise.lab.generation.Watched;
import dev.edgewise.lab.process.LabFleet;
import dev.edgewise.lab.process.ModelFile;
import dev.edgewise.sdk.api.CallOptions;
import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.sdk.api.TextGeneration;
import dev.edgewise.sdk.spi.model.TextChunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Greedy text of a real language model, whose file {@code $EDGEWISE_TEXT_MODEL} names.
 *
 * @param file of the model
 * @param models a folder that holds it, for agents
 * @param tokens of the text that is asked for by the SDK
 */
record KilledText(Optional<ModelFile> file, Path models, int tokens) implements KilledSubject {
  private static final String VARIABLE = "EDGEWISE_TEXT_MODEL";
  private static final int TRIAL_TOKENS = 60;
  private static final int LEAST_TOKENS = 100;
  private static final int MOST_TOKENS = 900;

  /** Long enough for a random moment in the middle of two of them. */
  private static final double SECONDS = 4;

  private static final String PROMPT = "The history of the sea begins with";
  private static final Pattern GOES_ON = Pattern.compile("goes on after (\\d+) tokens of (\\d+)");

  /** With the model that the environment names. */
  static KilledText of(Path folder) {
    Optional<ModelFile> file =
        Optional.ofNullable(System.getenv(VARIABLE))
            .map(Path::of)
            .filter(Files::isRegularFile)
            .map(ModelFile::new);
    return new KilledText(file, folder.resolve("models"), TRIAL_TOKENS);
  }

  @Override
  public Kind kind() {
    return Kind.TEXT;
  }

  @Override
  public Optional<String> missing() {
    return file.isPresent()
        ? Optional.empty()
        : Optional.of(
            "$"
                + VARIABLE
                + " names no model; get one with 'edgewise model pull gemma-3-270m"
                + " --accept-terms'");
  }

  @Override
  public List<String> agentFlags(LabFleet fleet) throws IOException {
    file.orElseThrow().into(models);
    return List.of("--models", models.toString());
  }

  /** So many tokens that they take a while on this machine. */
  @Override
  public KilledSubject fitted(Edgewise eco) {
    double seconds = new KilledText(file, models, TRIAL_TOKENS).seconds(eco);
    double fitting = Math.clamp(TRIAL_TOKENS * SECONDS / seconds, LEAST_TOKENS, MOST_TOKENS);
    return new KilledText(file, models, (int) fitting);
  }

  private String model() {
    return file.orElseThrow().name();
  }

  @Override
  public void bySdk(Edgewise eco, Watched watched) {
    TextGeneration text =
        eco.modelService(model())
            .build()
            .with(CallOptions.none().withDeadline(GenerationKill.DEADLINE))
            .as(TextGeneration.class);
    try (Stream<TextChunk> chunks = text.stream(PROMPT, maxTokens(tokens), temperature(0))) {
      long[] done = {0};
      chunks.forEach(
          chunk -> {
            done[0] += chunk.tokens().length;
            watched.chunk(
                chunk.text() + " " + Arrays.toString(chunk.tokens()) + chunk.finish(), done[0]);
          });
    }
  }

  @Override
  public String path() {
    return "edgewise.models.v1." + model().replaceAll("[^A-Za-z0-9_]", "_") + "/Complete";
  }

  @Override
  public JsonObject request() {
    JsonObject request = new JsonObject();
    request.addProperty("prompt", PROMPT);
    request.addProperty("maxTokens", gatewayTotal());
    request.addProperty("temperature", 0);
    return request;
  }

  @Override
  public void take(JsonObject item, Watched watched) {
    JsonElement tokens = item.get("tokens");
    List<Chunk> before = watched.chunks();
    long done = before.isEmpty() ? 0 : before.getLast().done();
    JsonObject without = item.deepCopy();
    // How much of the prompt was there already depends on what ran before.
    without.remove("usage");
    watched.chunk(
        without.toString(), done + (tokens instanceof JsonArray array ? array.size() : 0));
  }

  @Override
  public Pattern goesOn() {
    return GOES_ON;
  }

  @Override
  public long sdkTotal() {
    return tokens;
  }

  @Override
  public long gatewayTotal() {
    return tokens + 20L;
  }

  /** All that was said is read again, and no token made twice. */
  @Override
  public long mostRepeated() {
    return 0;
  }
}
