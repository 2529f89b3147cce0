package dev.edgewise.lab;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.Arena;
import dev.edgewise.lab.process.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process takes of memory for ONNX models, by what becomes of their working memory. */
enum Memory implements Campaign {
  /** {@code captions} on MiniLM, a process for each arena. */
  MEMORY;

  /** What the default may take above the most frugal of the three, after the calls. */
  private static final long MOST_ABOVE_MIB = 30;

  private static final Pattern FIGURE = Pattern.compile("(\\w+)=([\\d.]+)");

  @Override
  public String about() {
    return "resident memory before, with and after captions (MiniLM) in processes of 96 MiB heap,"
        + " and the time of a call, with the arena kept, shrunk and left out; the default takes at"
        + " most "
        + MOST_ABOVE_MIB
        + " MiB more than the least";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    double least = Double.MAX_VALUE;
    double ours = 0;
    for (Arena arena : Arena.values()) {
      Map<String, Double> figures = measure(arena);
      lines.add(
          "%s: %.0f MiB before, %.0f loaded, %.0f after %.0f calls, %.0f unloaded; p50 %.2f ms, p99 %.2f ms"
              .formatted(
                  arena.word(),
                  figures.get("before"),
                  figures.get("loaded"),
                  figures.get("called"),
                  figures.get("calls"),
                  figures.get("unloaded"),
                  figures.get("p50"),
                  figures.get("p99")));
      double called = requireNonNull(figures.get("called"), "called");
      if (arena == Arena.DEFAULT) {
        ours = called;
      }
      least = Math.min(least, called);
    }
    return new Verdict(ours - least <= MOST_ABOVE_MIB, String.join("; ", lines));
  }

  private static Map<String, Double> measure(Arena arena) throws IOException, InterruptedException {
    List<String> command =
        Programs.java(
            List.of(
                "-Xmx96m",
                "-Dedgewise.native=" + System.getProperty("edgewise.native", ""),
                "-DENGINE_CACHE_DIR=" + System.getProperty("ENGINE_CACHE_DIR", "")),
            System.getProperty("java.class.path"),
            MemoryProcess.class.getName());
    command.add(arena.name());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("the process with " + arena + " ended badly; it said: " + said);
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    for (Matcher figure = FIGURE.matcher(said); figure.find(); ) {
      figures.put(figure.group(1), Double.valueOf(figure.group(2)));
    }
    return figures;
  }
}
