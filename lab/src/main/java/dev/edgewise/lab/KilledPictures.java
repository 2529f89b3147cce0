package dev.edgewise.lab;

import static dev.edgewise.sdk.api.ModelService.count;
import static dev.edgewise.sdk.api.ModelService.previews;
import static dev.edgewise.sdk.api.ModelService.seed;
import static dev.edgewise.sdk.api.ModelService.steps;

import com.google.gson.JsonObject;
import dev.edgewise.lab.generation.Kind;
import dev.edgewise.lab.generation.Watched;
import dev.edgewise.lab.process.LabFleet;
import dev.edgewise.sdk.api.CallOptions;
import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.sdk.api.Generated;
import dev.edgewise.sdk.api.Image;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * Seeded pictures of the shipped model, each with ten previews, so that every chunk shows how far
 * its node was.
 *
 * @param models a folder for the model, for agents
 * @param each steps of each picture that is asked for by the SDK
 */
record KilledPictures(Path models, int each) implements KilledSubject {
  private static final String MODEL = "fashion-diffusion";
  private static final String PROMPT = "a high-heeled ankle boot";
  private static final int PREVIEWS = 10;
  private static final int PICTURES = 10;
  private static final int TRIAL_STEPS = 30;
  private static final int MOST_STEPS = 900;

  /** Long enough for a random moment in the middle of two of them. */
  private static final double SECONDS = 3;

  private static final long SEED = 2_026;
  private static final Pattern GOES_ON = Pattern.compile("goes on at step (\\d+) of (\\d+)");

  @Override
  public Kind kind() {
    return Kind.PICTURES;
  }

  @Override
  public Optional<String> missing() {
    return Optional.empty();
  }

  /** From a folder, since what lies in a service's jar is loaded by its first call only. */
  @Override
  public List<String> agentFlags(LabFleet fleet) throws IOException {
    Path version = models.resolve(MODEL).resolve("1");
    if (!Files.exists(version)) {
      unpack(Path.of(fleet.jar("samples/fashion")), version);
    }
    return List.of("--models", models.toString());
  }

  private static void unpack(Path jar, Path into) throws IOException {
    String prefix = "META-INF/edgewise/models/" + MODEL + "/";
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : Collections.list(file.entries())) {
        if (entry.getName().startsWith(prefix) && !entry.isDirectory()) {
          Path to = into.resolve(entry.getName().substring(prefix.length())).normalize();
          if (!to.startsWith(into)) {
            throw new IOException("the jar has an entry " + entry.getName());
          }
          Files.createDirectories(to.getParent());
          try (InputStream in = file.getInputStream(entry)) {
            Files.copy(in, to);
          }
        }
      }
    }
  }

  /** Pictures of so many steps that all of them take a while on this machine. */
  @Override
  public KilledSubject fitted(Edgewise eco) {
    double seconds = new KilledPictures(models, TRIAL_STEPS).seconds(eco);
    double fitting = TRIAL_STEPS * SECONDS / seconds / PREVIEWS;
    int each = (int) Math.clamp(Math.rint(fitting), 3, MOST_STEPS / PREVIEWS);
    return new KilledPictures(models, each * PREVIEWS);
  }

  private int gatewaySteps() {
    return each + PREVIEWS;
  }

  @Override
  public void bySdk(Edgewise eco, Watched watched) {
    Generated generated =
        eco.modelService(MODEL)
            .build()
            .with(CallOptions.none().withDeadline(GenerationKill.DEADLINE))
            .generate(
                PROMPT,
                steps(each),
                count(PICTURES),
                seed(SEED),
                previews(
                    PREVIEWS,
                    shown ->
                        watched.chunk(
                            "%d:%d %s"
                                .formatted(
                                    shown.index(),
                                    shown.step(),
                                    KilledSubject.digest(shown.image().png())),
                            (long) shown.index() * shown.steps() + shown.step())));
    StringBuilder all = new StringBuilder("finished");
    for (Image image : generated.images()) {
      all.append(' ').append(KilledSubject.digest(image.png()));
    }
    watched.chunk(all.toString(), sdkTotal());
  }

  @Override
  public String path() {
    return "edgewise.models.v1.fashion_diffusion/Draw";
  }

  @Override
  public JsonObject request() {
    JsonObject request = new JsonObject();
    request.addProperty("prompt", PROMPT);
    request.addProperty("steps", gatewaySteps());
    request.addProperty("count", PICTURES);
    request.addProperty("seed", SEED + 1);
    request.addProperty("previews", PREVIEWS);
    return request;
  }

  @Override
  public void take(JsonObject item, Watched watched) {
    long done = gatewayTotal();
    if (item.get("preview") instanceof JsonObject preview) {
      done = number(preview, "index") * gatewaySteps() + number(preview, "step");
    }
    watched.chunk(KilledSubject.digest(item.toString()), done);
  }

  /** What is 0 is left out. */
  private static long number(JsonObject object, String name) {
    return object.has(name) ? object.get(name).getAsLong() : 0;
  }

  @Override
  public Pattern goesOn() {
    return GOES_ON;
  }

  @Override
  public long sdkTotal() {
    return (long) each * PICTURES;
  }

  @Override
  public long gatewayTotal() {
    return (long) gatewaySteps() * PICTURES;
  }

  /** One checkpoint: a tenth of a picture, two where keeping one takes long on a busy machine. */
  @Override
  public long mostRepeated() {
    return 2 * ((each + 2L * PREVIEWS - 1) / PREVIEWS);
  }
}
