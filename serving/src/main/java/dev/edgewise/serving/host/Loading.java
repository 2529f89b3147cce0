package dev.edgewise.serving.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.serving.allocation.Loadable;
import dev.edgewise.serving.pipeline.NearestCaptions;
import dev.edgewise.serving.pipeline.NetworkLoader;
import dev.edgewise.serving.pipeline.PictureRequest;
import dev.edgewise.serving.pipeline.PictureTerms;
import dev.edgewise.serving.pipeline.TextToImagePipeline;
import dev.edgewise.serving.repository.ModelVersion;
import dev.edgewise.serving.warmup.Warmed;
import dev.edgewise.serving.warmup.Warmup;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Loads one version of a model and warms it, so that its first caller waits for neither. */
record Loading(
    ModelVersion version, int maxBatchSize, Duration batchTimeout, Node node, Counts counts) {
  private static final Logger LOG = System.getLogger(Loading.class.getName());

  Loadable.Loaded<Loaded> load() {
    return switch (version.kind()) {
      case TENSORS -> tensors();
      case TEXT_TO_IMAGE -> pictures();
      case CAPTIONS -> captions();
    };
  }

  private Loadable.Loaded<Loaded> tensors() {
    ModelEngine engine =
        node.engine(version.format())
            .orElseThrow(() -> noEngine(version.model(), version.format(), node.engines()));
    TensorModel model = engine.load(version.model(), version.content().file(), options());
    try {
      Laned runner = new Laned(model, version.toString(), maxBatchSize, batchTimeout, node, counts);
      warm(model, runner);
      return new Loadable.Loaded<>(
          new Loaded.Tensors(model, runner),
          model.memoryBytes(),
          () -> {
            runner.close();
            model.close();
          });
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  private void warm(TensorModel model, Laned runner) {
    Duration most = Duration.ofMillis(node.options().warmupMillis());
    if (!most.isPositive()) {
      return;
    }
    long end = node.clock().nanos() + most.toNanos();
    @Nullable Warmed first = null;
    int runs = 0;
    long last = 0;
    for (int batch = 1; batch <= runner.maxBatchSize(); batch *= 2) {
      long left = end - node.clock().nanos();
      // Twice as many take at most twice as long; a slow model is not run for minutes.
      if (left - 2 * last <= 0) {
        break;
      }
      List<Tensor> zeros = Warmup.zeros(model, batch);
      Warmed warmed = new Warmup(node.clock(), 50, Duration.ofNanos(left)).warm(model, zeros);
      runs += warmed.runs();
      last = warmed.settled().toNanos();
      if (warmed.settled().isPositive()) {
        runner.learn(zeros, batch, warmed.settled());
      }
      if (first == null) {
        first = warmed;
      }
    }
    if (first == null) {
      return;
    }
    Duration took = most.minusNanos(end - node.clock().nanos());
    node.listener().warmed(version.model(), runs, took, first.stable());
    LOG.log(
        Level.INFO,
        "model "
            + version.model()
            + " is warm: "
            + first.first().toMillis()
            + " ms at first, "
            + first.settled().toMillis()
            + " ms after "
            + runs
            + " runs");
  }

  private Loadable.Loaded<Loaded> pictures() {
    Sizes networks = new Sizes(NetworkLoader.of(node.engines(), options()));
    TextToImagePipeline pipeline =
        TextToImagePipeline.open(
            version.content().files(), networks, node.embedder(), node.clock());
    pipeline.notes().forEach(note -> LOG.log(Level.INFO, version + ": " + note));
    if (node.options().warmupMillis() > 0) {
      // One picture of few steps: it goes through every network. A subject that the model knows,
      // since one that it does not know is refused before anything runs.
      String prompt = pipeline.subjects().isEmpty() ? "a photo" : pipeline.subjects().getFirst();
      var unused =
          pipeline.draw(
              new PictureRequest(prompt, "", OptionalInt.of(2), OptionalDouble.empty(), 1, 1),
              PictureTerms.NONE);
    }
    return new Loadable.Loaded<>(new Loaded.Pictures(pipeline), networks.bytes(), pipeline::close);
  }

  private Loadable.Loaded<Loaded> captions() {
    NearestCaptions captions = NearestCaptions.open(version.content().files(), node.embedder());
    return new Loadable.Loaded<>(
        new Loaded.Captions(captions), captions.memoryBytes(), captions::close);
  }

  private EngineOptions options() {
    return node.options().engine();
  }

  static EdgewiseException noEngine(String model, String format, List<ModelEngine> engines) {
    return EdgewiseException.of(
        ErrorCode.NO_ENGINE,
        "Model \""
            + model
            + "\" needs an engine that reads ."
            + format
            + " files; there are "
            + (engines.isEmpty()
                ? "none"
                : "those for "
                    + engines.stream().map(ModelEngine::format).collect(Collectors.joining(", ")))
            + ". Add dev.edgewise:edgewise-engine-"
            + format
            + " to the class path (it needs Java 25).");
  }

  /** Adds up what the networks of a pipeline take. Used on one thread. */
  private static final class Sizes implements NetworkLoader {
    private final NetworkLoader loader;
    private final List<Long> sizes = Collections.synchronizedList(new ArrayList<>());

    Sizes(NetworkLoader loader) {
      this.loader = loader;
    }

    @Override
    public TensorModel load(String name, String format, java.nio.ByteBuffer file) {
      TensorModel model = loader.load(name, format, file);
      sizes.add(model.memoryBytes());
      return model;
    }

    long bytes() {
      return sizes.stream().mapToLong(Long::longValue).sum();
    }
  }
}
