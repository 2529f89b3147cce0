package dev.edgewise.lab;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.Arena;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.Engines;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.Provider;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.TextEmbedder;
import dev.edgewise.serving.pipeline.ModelFiles;
import dev.edgewise.serving.pipeline.NearestCaptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;

/** Loads, calls and unloads {@code captions} with one arena, and prints what it took. */
final class MemoryProcess {
  private static final int CALLS = 400;
  private static final String WORDS = "a picture of some small thing that lies on a wooden table ";

  private MemoryProcess() {}

  public static void main(String[] arguments) throws IOException {
    Arena arena = Arena.valueOf(arguments[0]);
    List<ModelEngine> engines =
        Engines.found().stream().<ModelEngine>map(e -> new WithArena(e, arena)).toList();
    say("before", resident());
    double[] millis = new double[CALLS];
    TextEmbedder embedder =
        ServiceLoader.load(TextEmbedder.Provider.class)
            .findFirst()
            .orElseThrow()
            .open(engines, EngineOptions.DEFAULT);
    ModelFiles files =
        ModelFiles.ofClassPath("captions", requireNonNull(MemoryProcess.class.getClassLoader()));
    try (embedder) {
      NearestCaptions captions = NearestCaptions.open(files, () -> embedder);
      say("loaded", resident());
      for (int i = 0; i < CALLS; i++) {
        // From a few words to the longest that the model takes, as callers have them.
        String text = WORDS.repeat(1 + i % 20);
        long from = System.nanoTime();
        List<NearestCaptions.Hit> hits = captions.nearest(text, 1);
        millis[i] = hits.isEmpty() ? Double.NaN : (System.nanoTime() - from) / 1e6;
      }
      say("called", resident());
      say("captions", (double) captions.memoryBytes());
    }
    say("unloaded", resident());
    Arrays.sort(millis);
    say("calls", CALLS);
    say("p50", millis[CALLS / 2]);
    say("p99", millis[CALLS * 99 / 100]);
  }

  private static void say(String name, double figure) {
    System.out.println(name + "=" + figure);
  }

  /** Mebibytes after a collection, as Linux counts them. */
  private static double resident() throws IOException {
    System.gc();
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new IOException("/proc/self/status has no VmRSS");
  }

  /** An engine that is always asked for one arena. */
  private record WithArena(ModelEngine engine, Arena arena) implements ModelEngine {
    @Override
    public String name() {
      return engine.name();
    }

    @Override
    public String format() {
      return engine.format();
    }

    @Override
    public TensorModel load(String name, ByteBuffer file, EngineOptions options) {
      return engine.load(
          name, file, new EngineOptions(options.threads(), Provider.CPU, 0, false, arena));
    }
  }
}
