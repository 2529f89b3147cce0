package dev.edgewise.lab.generate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.edgewise.lab.Programs;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The binding, called directly: a process for each number of streams, since how many slots it has
 * is decided when it loads.
 */
final class BindingProcesses implements Contender {
  static final String NAME = "binding";

  private final Path model;
  private final int threads;
  private final Path folder;
  private final Map<Integer, Slots> processes = new HashMap<>();

  BindingProcesses(Path model, int threads, Path folder) {
    this.model = model;
    this.threads = threads;
    this.folder = folder;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Run run(List<String> prompts, int tokens) throws IOException {
    Slots slots = processes.get(prompts.size());
    if (slots == null) {
      slots = start(prompts.size());
      processes.put(prompts.size(), slots);
    }
    return slots.run(prompts, tokens);
  }

  private Slots start(int slots) throws IOException {
    Path natives = Files.createDirectories(folder.resolve("binding-" + slots));
    List<String> command =
        new ArrayList<>(
            Programs.java(
                // One fixed file name, so each process needs a folder of its own.
                List.of("-Dde.kherud.llama.tmpdir=" + natives),
                System.getProperty("java.class.path"),
                Binding.class.getName()));
    command.addAll(List.of(model.toString(), Integer.toString(threads), Integer.toString(slots)));
    Process process =
        new ProcessBuilder(command)
            .redirectError(folder.resolve("binding-" + slots + ".log").toFile())
            .start();
    Slots started = new Slots(process);
    started.await("ready");
    return started;
  }

  @Override
  public void close() throws IOException {
    for (Slots slots : processes.values()) {
      slots.close();
    }
  }

  private static final class Slots {
    private final Process process;
    private final BufferedWriter to;
    private final BufferedReader from;

    Slots(Process process) {
      this.process = process;
      this.to = process.outputWriter(UTF_8);
      this.from = process.inputReader(UTF_8);
    }

    Run run(List<String> prompts, int tokens) throws IOException {
      to.write(tokens + "\t" + String.join("\t", prompts) + "\n");
      to.flush();
      return Run.of(await("run "));
    }

    /** The next line that begins like this; the library prints some of its own. */
    String await(String begin) throws IOException {
      for (String line = from.readLine(); line != null; line = from.readLine()) {
        if (line.startsWith(begin)) {
          return line;
        }
      }
      throw new IOException("the process of the binding has ended; its log lies in the folder");
    }

    void close() throws IOException {
      to.close();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
