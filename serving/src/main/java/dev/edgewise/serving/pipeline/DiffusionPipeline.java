package dev.edgewise.serving.pipeline;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.StateFormat;
import dev.edgewise.core.model.TextEmbedder;
import dev.edgewise.serving.pipeline.Conditioning.Condition;
import dev.edgewise.serving.pipeline.Conditioning.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** A folder that was opened. Closing waits for what is being drawn. */
final class DiffusionPipeline implements TextToImagePipeline {
  private final String name;
  private final PipelineIndex index;
  private final SchedulerSettings scheduler;
  private final Conditioning conditioning;
  private final Unet unet;
  private final Decoder decoder;
  private final Clock clock;
  private final List<String> notes;
  private final ReentrantReadWriteLock drawing = new ReentrantReadWriteLock();

  private DiffusionPipeline(
      String name,
      PipelineIndex index,
      SchedulerSettings scheduler,
      Conditioning conditioning,
      Unet unet,
      Decoder decoder,
      Clock clock,
      List<String> notes) {
    this.name = name;
    this.index = index;
    this.scheduler = scheduler;
    this.conditioning = conditioning;
    this.unet = unet;
    this.decoder = decoder;
    this.clock = clock;
    this.notes = List.copyOf(notes);
  }

  /** What is open is closed again when a later part cannot be opened. */
  static DiffusionPipeline open(
      ModelFiles files, NetworkLoader networks, Supplier<TextEmbedder> embedder, Clock clock) {
    List<String> notes = new ArrayList<>();
    PipelineIndex index = PipelineIndex.read(files, notes);
    SchedulerSettings scheduler =
        SchedulerSettings.read(
            files,
            Folders.requireJson(
                files, "scheduler/scheduler_config.json", "how noise becomes a picture"),
            notes);
    Conditioning conditioning =
        files.read(SubjectConditioning.FILE).isPresent()
            ? SubjectConditioning.open(files, embedder)
            : EncoderConditioning.open(files, networks);
    List<AutoCloseable> opened = new ArrayList<>(List.of(conditioning));
    try {
      Unet unet = Unet.open(files, networks);
      opened.add(unet);
      Decoder decoder = Decoder.open(files, networks, unet);
      return new DiffusionPipeline(
          files.name(), index, scheduler, conditioning, unet, decoder, clock, notes);
    } catch (RuntimeException e) {
      for (AutoCloseable part : opened.reversed()) {
        try {
          part.close();
        } catch (Exception also) {
          e.addSuppressed(also);
        }
      }
      throw e;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> subjects() {
    return conditioning.subjects();
  }

  @Override
  public int defaultSteps() {
    return Math.min(index.steps(), scheduler.trainSteps());
  }

  @Override
  public double defaultGuidance() {
    return index.guidance();
  }

  @Override
  public PictureSize size() {
    PictureSize own = decoder.size();
    return new PictureSize(
        Math.max(own.width(), index.pictureSize()), Math.max(own.height(), index.pictureSize()));
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public long memoryBytes() {
    return conditioning.memoryBytes() + unet.network().memoryBytes() + decoder.memoryBytes();
  }

  @Override
  public StateFormat<PictureState> states(PictureRequest request) {
    return PictureState.format(request.count(), steps(request), unet.length());
  }

  @Override
  public Drawn draw(PictureRequest request, PictureTerms terms, Optional<PictureState> from)
      throws InterruptedException {
    Optional<Drawn.Refused> wrong = wrong(request);
    if (wrong.isPresent()) {
      return wrong.get();
    }
    drawing.readLock().lock();
    try {
      Optional<ErrorCode> over = over(terms);
      if (over.isPresent()) {
        return new Drawn.Stopped(over.get(), 0);
      }
      return switch (read(request.prompt(), terms)) {
        case Read.Foreign foreign -> unknown("prompt", foreign);
        case Read.Understood prompt ->
            request.negativePrompt().isBlank()
                ? draw(request, terms, from, prompt, conditioning.none())
                : switch (read(request.negativePrompt(), terms)) {
                  case Read.Foreign foreign -> unknown("negative prompt", foreign);
                  case Read.Understood negative ->
                      draw(request, terms, from, prompt, negative.condition());
                };
      };
    } finally {
      drawing.readLock().unlock();
    }
  }

  private Read read(String text, PictureTerms terms) throws InterruptedException {
    return terms.place().run(() -> conditioning.read(text));
  }

  private int steps(PictureRequest request) {
    return request.steps().orElse(defaultSteps());
  }

  private Optional<Drawn.Refused> wrong(PictureRequest request) {
    int steps = steps(request);
    double guidance = request.guidance().orElse(defaultGuidance());
    int most = Math.min(PictureRequest.MAX_STEPS, scheduler.trainSteps());
    if (request.prompt().isBlank() || request.prompt().length() > PictureRequest.MAX_PROMPT) {
      return refused(
          "prompt: " + request.prompt().length() + " characters", textRule("1", ", not all blank"));
    }
    if (request.negativePrompt().length() > PictureRequest.MAX_PROMPT) {
      return refused(
          "negative prompt: " + request.negativePrompt().length() + " characters",
          textRule("0", ""));
    }
    if (steps < 1 || steps > most) {
      return refused("steps: " + steps, "1 to " + most);
    }
    if (!(guidance >= 0 && guidance <= PictureRequest.MAX_GUIDANCE)) {
      return refused("guidance: " + guidance, "0 to " + PictureRequest.MAX_GUIDANCE);
    }
    if (request.count() < 1 || request.count() > PictureRequest.MAX_COUNT) {
      return refused("count: " + request.count(), "1 to " + PictureRequest.MAX_COUNT);
    }
    return Optional.empty();
  }

  private static String textRule(String least, String more) {
    return least + " to " + PictureRequest.MAX_PROMPT + more;
  }

  private static Optional<Drawn.Refused> refused(String what, String expected) {
    return Optional.of(
        new Drawn.Refused(
            ErrorCode.BAD_REQUEST,
            what + " (expected: " + expected + ")",
            Optional.empty(),
            List.of()));
  }

  private Drawn unknown(String which, Read.Foreign foreign) {
    return new Drawn.Refused(
        ErrorCode.UNKNOWN_PROMPT,
        "Model \"%s\" does not know what the %s is about: \"%s\" comes nearest with a similarity of %.2f, and %.2f is needed. It knows: %s. Ask for one of them."
            .formatted(
                name,
                which,
                foreign.nearest().subject(),
                foreign.nearest().similarity(),
                foreign.floor(),
                String.join(", ", subjects())),
        Optional.of(foreign.nearest()),
        subjects());
  }

  private Drawn draw(
      PictureRequest request,
      PictureTerms terms,
      Optional<PictureState> from,
      Read.Understood prompt,
      Condition otherwise)
      throws InterruptedException {
    double guidance = request.guidance().orElse(defaultGuidance());
    StepPlan plan = StepPlan.of(scheduler, steps(request));
    int steps = plan.steps().size();
    // Without guidance the second half of the batch would count for nothing.
    List<Condition> conditions =
        guidance > 1 ? List.of(otherwise, prompt.condition()) : List.of(prompt.condition());
    Brush brush = new Brush(plan, unet, conditions, guidance, request.seed());
    PictureState now =
        from.filter(state -> state.fits(request.count(), steps, unet.length()))
            .orElseGet(() -> brush.begin(request.count()));
    List<Drawn.Picture> pictures = new ArrayList<>(request.count());
    while (true) {
      Optional<ErrorCode> over = over(terms);
      if (over.isPresent()) {
        return new Drawn.Stopped(over.get(), now.stepsDone(steps));
      }
      if (pictures.size() < now.picture()) {
        float[] sample = now.finished().get(pictures.size());
        long seed = request.seed() + pictures.size();
        pictures.add(terms.place().run(() -> finished(sample, seed)));
      } else if (now.picture() == request.count()) {
        return new Drawn.Finished(pictures, prompt.subject(), steps, guidance);
      } else {
        now = step(brush, now, request, terms);
      }
    }
  }

  private PictureState step(
      Brush brush, PictureState now, PictureRequest request, PictureTerms terms)
      throws InterruptedException {
    StepPlan plan = brush.plan();
    Brush.Stroke stroke = terms.place().run(() -> brush.step(now, request.count()));
    terms
        .progress()
        .step(
            new Sketch(
                now.picture(),
                now.step() + 1,
                plan.steps().size(),
                stroke.after(),
                () ->
                    picture(
                        plan.foreseen(now.step(), stroke.before(), stroke.said()),
                        request.seed() + now.picture()),
                terms.place()));
    return stroke.after();
  }

  private Optional<ErrorCode> over(PictureTerms terms) {
    if (terms.cancelled().getAsBoolean()) {
      return Optional.of(ErrorCode.CANCELLED);
    }
    boolean bounded = terms.deadlineNanos() != Long.MAX_VALUE;
    return bounded && clock.nanos() - terms.deadlineNanos() >= 0
        ? Optional.of(ErrorCode.EXPIRED)
        : Optional.empty();
  }

  private Drawn.Picture finished(float[] sample, long seed) {
    Raster raster = decoder.decode(sample);
    for (float value : raster.values()) {
      if (Float.isNaN(value)) {
        throw EdgewiseException.of(
            ErrorCode.BROKEN_MODEL,
            "Model \""
                + name
                + "\" drew something that is not a number. Its weights are broken, or 16 bits are"
                + " too few for them; export it again.");
      }
    }
    return picture(raster, seed);
  }

  private Drawn.Picture picture(float[] sample, long seed) {
    return picture(decoder.decode(sample), seed);
  }

  private Drawn.Picture picture(Raster raster, long seed) {
    PictureSize size = size();
    byte[] png = raster.enlarged(size.width(), size.height()).png();
    return new Drawn.Picture(png, size.width(), size.height(), seed);
  }

  @Override
  public void close() {
    drawing.writeLock().lock();
    try (conditioning;
        unet;
        decoder) {
      // All three are closed, the last opened first, also when one fails.
    } finally {
      drawing.writeLock().unlock();
    }
  }
}
