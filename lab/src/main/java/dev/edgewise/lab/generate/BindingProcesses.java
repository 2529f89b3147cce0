package dev.edgewise.lab.generate;

import dev.edgewise.lab.process.LineProcess;
import dev.edgewise.lab.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The binding, called directly: a process for each number of streams, since how many slots it has
 * is decided when it loads.
 */
final class BindingProcesses implements Contender {
  static final String NAME = "binding";

  private final Path model;
  private final int threads;
  private final Path folder;
  private final Map<Integer, LineProcess> processes = new HashMap<>();

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
    LineProcess process = processes.get(prompts.size());
    if (process == null) {
      process = start(prompts.size());
      processes.put(prompts.size(), process);
    }
    return Run.of(process.ask(tokens + "\t" + String.join("\t", prompts), "run "));
  }

  private LineProcess start(int slots) throws IOException {
    Path natives = Files.createDirectories(folder.resolve("binding-" + slots));
    List<String> command =
        new ArrayList<>(
            Programs.java(
                // One fixed file name, so each process needs a folder of its own.
                List.of("-Dde.kherud.llama.tmpdir=" + natives),
                System.getProperty("java.class.path"),
                Binding.class.getName()));
    command.addAll(List.of(model.toString(), Integer.toString(threads), Integer.toString(slots)));
    LineProcess started =
        LineProcess.start(command, Map.of(), folder.resolve("binding-" + slots + ".log"));
    started.await("ready");
    return started;
  }

  @Override
  public void close() throws IOException {
    for (LineProcess process : processes.values()) {
      process.close();
    }
  }
}
