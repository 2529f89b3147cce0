package dev.edgewise.serving.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.LanguageModel;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.serving.allocation.Loadable;
import dev.edgewise.serving.pipeline.NearestCaptions;
import dev.edgewise.serving.pipeline.NetworkLoader;
import dev.edgewise.serving.pipeline.PictureRequest;
import dev.edgewise.serving.pipeline.PictureTerms;
import dev.edgewise.serving.pipeline.TextToImagePipeline;
import dev.edgewise.serving.repository.ModelSettings;
import dev.edgewise.serving.repository.ModelVersion;
import dev.edgewise.serving.text.TextModel;
import dev.edgewise.serving.warmup.Warmup;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Executors;

/** Loads one version of a model and warms it, so that its first caller waits for neither. */
record Loading(
    ModelVersion version,
    ModelSettings settings,
    int maxBatchSize,
    Duration batchTimeout,
    Node node,
    Counts counts,
    Remembering remembering) {
  private static final Logger LOG = System.getLogger(Loading.class.getName());

  Loadable.Loaded<Loaded> load() {
    return switch (version.kind()) {
      case TENSORS -> tensors();
      case TEXT_TO_IMAGE -> pictures();
      case CAPTIONS -> captions();
      case TEXT -> text();
      case EMBEDDINGS ->
          throw new IllegalStateException(version.kind() + " is not found in repositories");
    };
  }

  private Loadable.Loaded<Loaded> tensors() {
    TensorModel model =
        networks().load(version.model(), version.format(), version.content().file());
    try {
      Laned runner =
          new Laned(
              model,
              version.toString(),
              maxBatchSize,
              batchTimeout,
              settings.allowNan(),
              node,
              counts);
      Loaded.Tensors loaded = new Loaded.Tensors(model, runner);
      warm(loaded);
      return new Loadable.Loaded<>(
          loaded,
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

  private void warm(Loaded.Tensors loaded) {
    if (node.options().warmupMillis() <= 0) {
      return;
    }
    counts.pause(true);
    try {
      new TensorWarmup(version, loaded, node, settings.warmup()).warm(remembering.samples(version));
    } finally {
      counts.pause(false);
    }
  }

  private Loadable.Loaded<Loaded> pictures() {
    Sizes networks = new Sizes(networks());
    TextToImagePipeline pipeline =
        TextToImagePipeline.open(
            version.content().files(), networks, node.embedder(), node.clock());
    pipeline.notes().forEach(note -> LOG.log(Level.INFO, version + ": " + note));
    if (node.options().warmupMillis() > 0) {
      // One picture of few steps: it goes through every network. A subject that the model knows,
      // since one that it does not know is refused before anything runs.
      String prompt = pipeline.subjects().isEmpty() ? "a photo" : pipeline.subjects().getFirst();
      try {
        var unused =
            pipeline.draw(
                new PictureRequest(prompt, "", OptionalInt.of(2), OptionalDouble.empty(), 1, 1),
                PictureTerms.NONE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("loading was interrupted", e);
      }
    }
    return new Loadable.Loaded<>(new Loaded.Pictures(pipeline), networks.bytes(), pipeline::close);
  }

  private Loadable.Loaded<Loaded> captions() {
    NearestCaptions captions = NearestCaptions.open(version.content().files(), node.embedder());
    if (node.options().warmupMillis() > 0) {
      var unused =
          new Warmup(node.clock(), 50, Duration.ofMillis(node.options().warmupMillis()))
              .warm(
                  () -> {
                    var unusedHits = captions.nearest("something to wear", 1);
                  });
    }
    return new Loadable.Loaded<>(new Loaded.Captions(captions), captions.memoryBytes(), () -> {});
  }

  private Loadable.Loaded<Loaded> text() {
    Path file =
        version
            .content()
            .path()
            .orElseThrow(
                () ->
                    EdgewiseException.of(
                        ErrorCode.BROKEN_MODEL,
                        "Model \""
                            + version.model()
                            + "\" lies in a jar, and a language model must be a file of its own."
                            + " Put it into the folder of models."));
    LanguageModel loaded =
        LanguageEngines.forModel(version.model()).load(version.model(), file, options());
    TextModel model =
        new TextModel(
            loaded,
            node.options().text(),
            Executors.newSingleThreadExecutor(HostThreads.named("edgewise-text-")),
            node.clock());
    if (node.options().warmupMillis() > 0) {
      try {
        model.warm();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        model.close();
        throw new IllegalStateException("loading was interrupted", e);
      } catch (RuntimeException e) {
        model.close();
        throw e;
      }
    }
    return new Loadable.Loaded<>(new Loaded.Text(model), model.memoryBytes(), model::close);
  }

  private NetworkLoader networks() {
    return NetworkLoader.of(node.engines(), options());
  }

  private EngineOptions options() {
    return node.options().engine();
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
