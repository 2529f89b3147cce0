package dev.edgewise.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Processes that only use the processor, two for each core, until they are closed. */
final class Burners implements AutoCloseable {
  private static final int A_CORE = 2;

  /** Ends by itself soon after the process that started it: its parent is then another. */
  private static final String LOOP =
      "parent=$PPID; while [ \"$(ps -o ppid= -p $$ | tr -d ' ')\" = \"$parent\" ]; do i=0; while ["
          + " $i -lt 500000 ]; do i=$((i + 1)); done; done";

  private final List<Process> processes = new ArrayList<>();

  private Burners() {}

  static Burners start() throws IOException {
    Burners burners = new Burners();
    for (int i = 0; i < A_CORE * Runtime.getRuntime().availableProcessors(); i++) {
      burners.processes.add(new ProcessBuilder("sh", "-c", LOOP).start());
    }
    return burners;
  }

  int count() {
    return processes.size();
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }
}
