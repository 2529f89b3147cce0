package dev.edgewise.agent.config;

import dev.edgewise.core.Names;
import dev.edgewise.core.model.Arena;
import dev.edgewise.core.model.Provider;
import dev.edgewise.daemon.config.Key;
import dev.edgewise.daemon.config.KeySet;
import dev.edgewise.daemon.config.KeySet.Objection;
import dev.edgewise.daemon.config.Kind;
import dev.edgewise.daemon.config.Machine;
import dev.edgewise.daemon.config.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The keys that say which models a node serves, and how. */
final class ModelKeys {
  private final KeySet all;

  final Key<Path> folder;
  final Key<Long> memory;
  final Key<List<String>> preload;
  final Key<Integer> threads;
  final Key<Integer> workers;
  final Key<Integer> batchSize;
  final Key<Duration> batchTimeout;
  final Key<Duration> warmup;
  final Key<List<String>> engines;
  final Key<String> provider;
  final Key<Boolean> fallback;
  final Key<Integer> device;
  final Key<Arena> arena;
  final Key<Boolean> recording;
  final Key<Boolean> preloadHot;
  final Key<Duration> preloadWait;
  final Key<Integer> textContext;
  final Key<Integer> textStreams;
  final Key<Integer> textWaiting;

  ModelKeys(KeySet all, Machine machine) {
    this.all = all;
    folder =
        add(
            Key.optional(
                "models",
                Kind.path(),
                "A model repository: a folder with <model>/<version>/model.onnx, model.tflite or"
                    + " model.gguf, or a pipeline's folder in its place; a file <model>.gguf will"
                    + " do too. Each model is offered as a service."));
    memory =
        add(
            Key.of(
                "modelMemory",
                Kind.size("1MiB", "16TiB"),
                "2GiB",
                "Bytes of all models in memory together; which are there goes by how often they are"
                    + " called and what loading them takes."));
    preload =
        add(
            Key.optional(
                "modelPreload",
                Kind.several("names of models, or * for all", ModelKeys::nameOrAll),
                "Models that are loaded at the start and stay in memory."));
    threads =
        add(
            Key.of(
                "modelThreads",
                Kind.integer(1, 64),
                "1",
                "Threads of one run of a model. On few cores several runs at once beat one on"
                    + " several threads."));
    workers =
        add(
            Key.derived(
                "modelWorkers",
                Kind.integer(1, 1_024),
                values ->
                    Integer.toString(Math.max(1, machine.cores() / values.find(threads).orElse(1))),
                "cores ÷ modelThreads",
                "Runs of models at the same time."));
    batchSize =
        add(
            Key.of(
                "modelBatchSize",
                Kind.integer(1, 1_024),
                "32",
                "The most items of one run; what callers and models ask for counts where it is"
                    + " less."));
    batchTimeout =
        add(
            Key.of(
                "modelBatchTimeout",
                Kind.duration("0s", "1m"),
                "100ms",
                "The longest that a call waits for others while the device is busy; an idle one"
                    + " never waits."));
    warmup =
        add(
            Key.of(
                "modelWarmup",
                Kind.duration("0s", "10m"),
                "5s",
                "The longest that a model is run after it was loaded, until its time has settled;"
                    + " 0s for not at all."));
    engines =
        add(
            Key.optional(
                "engine",
                Kind.several("names of engines", name -> Names.check("engine", name)),
                "Engines that are taken before others of their format, for example djl-tflite."
                    + " Each must be on the class path."));
    provider =
        add(
            Key.of(
                "engineProvider",
                Kind.one("auto, cpu, cuda or tensorrt", ModelKeys::provider),
                "auto",
                "What ONNX models compute with. auto takes CUDA where card, driver and libraries"
                    + " are there, else the processor."));
    fallback =
        add(
            Key.of(
                "engineFallback",
                Kind.flag(),
                "false",
                "Whether the processor will do where engineProvider cannot be had; otherwise the"
                    + " agent does not start."));
    device =
        add(
            Key.of(
                "engineDevice",
                Kind.integer(0, 63),
                "0",
                "Which of the machine's cards, as CUDA counts them."));
    arena =
        add(
            Key.of(
                "engineArena",
                Kind.oneOf(Arena.class),
                Arena.DEFAULT.word(),
                "What becomes of ONNX Runtime's working memory between runs: keep is fastest and"
                    + " stays as large as the largest run, shrink gives it back after each run,"
                    + " none has no arena."));
    recording =
        add(
            Key.of(
                "modelRecording",
                Kind.flag(),
                "true",
                "Whether the first inputs of each model are kept in the data folder to warm it with"
                    + " after its next load; of confidential and local-only calls only shapes."));
    preloadHot =
        add(
            Key.of(
                "modelPreloadHot",
                Kind.flag(),
                "true",
                "Whether models that were called often before the last stop are loaded at the"
                    + " start, the most worth first, as far as modelMemory goes."));
    preloadWait =
        add(
            Key.of(
                "modelPreloadWait",
                Kind.duration("0s", "1h"),
                "2m",
                "The longest that models which are loaded at the start keep the node from"
                    + " registering and from saying that it is ready."));
    textContext =
        add(
            Key.of(
                "textContext",
                Kind.integer(16, 131_072),
                "4096",
                "Tokens of one text at most, what is read and what is written; no more than the"
                    + " model was trained for."));
    textStreams =
        add(
            Key.of(
                "textStreams",
                Kind.integer(1, 64),
                "4",
                "Texts that a language model writes at the same time; each has memory of its"
                    + " own."));
    textWaiting =
        add(
            Key.of(
                "textWaiting",
                Kind.integer(0, 10_000),
                "64",
                "Callers that may wait for their turn to have a text written; more are turned"
                    + " away."));
    all.rule(this::folderIsThere);
  }

  ModelsConfig config(Values values) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("memory", Long.toString(values.get(memory)));
    options.put("threads", Integer.toString(values.get(threads)));
    options.put("workers", Integer.toString(values.get(workers)));
    options.put("maxBatchSize", Integer.toString(values.get(batchSize)));
    options.put("batchTimeoutMicros", Long.toString(values.get(batchTimeout).toNanos() / 1_000));
    options.put("preload", String.join(",", values.find(preload).orElse(List.of())));
    options.put("warmupMillis", Long.toString(values.get(warmup).toMillis()));
    options.put("record", Boolean.toString(values.get(recording)));
    options.put("preloadHot", Boolean.toString(values.get(preloadHot)));
    options.put("preloadWaitMillis", Long.toString(values.get(preloadWait).toMillis()));
    options.put("textContext", Integer.toString(values.get(textContext)));
    options.put("textStreams", Integer.toString(values.get(textStreams)));
    options.put("textWaiting", Integer.toString(values.get(textWaiting)));
    options.put("arena", values.get(arena).word());
    options.put("device", Integer.toString(values.get(device)));
    return new ModelsConfig(
        values.find(folder),
        options,
        new EnginesConfig(
            values.find(engines).orElse(List.of()),
            values.get(provider).equals("auto")
                ? Optional.empty()
                : Optional.of(Provider.valueOf(values.get(provider).toUpperCase(Locale.ROOT))),
            values.get(fallback)));
  }

  private static String provider(String text) {
    if (!List.of("auto", "cpu", "cuda", "tensorrt").contains(text)) {
      throw new IllegalArgumentException("\"" + text + "\" is none of them");
    }
    return text;
  }

  private <T> Key<T> add(Key<T> key) {
    return all.add(key);
  }

  private Optional<Objection> folderIsThere(Values values) {
    return values
        .find(folder)
        .filter(path -> !Files.isDirectory(path))
        .map(
            path ->
                new Objection(
                    folder,
                    "there is no folder "
                        + path
                        + ". Name one with a folder for each model, and in that one for each"
                        + " version."));
  }

  private static String nameOrAll(String text) {
    return text.equals("*") ? text : Names.check("model", text);
  }
}
