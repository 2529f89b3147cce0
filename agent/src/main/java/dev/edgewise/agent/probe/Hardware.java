package dev.edgewise.agent.probe;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The computer as this process finds it.
 *
 * @param os for example {@code Linux}
 * @param arch for example {@code amd64}
 * @param cores that this process may use, at least 1
 * @param memoryBytes that this process may use: the machine's, or its control group's if that is
 *     less; 0 while unknown
 * @param cpuFeatures as the system names them, those that matter to models, sorted
 * @param accelerators what was found; nothing is guessed
 */
public record Hardware(
    String os,
    String arch,
    int cores,
    long memoryBytes,
    List<String> cpuFeatures,
    List<Accelerator> accelerators) {
  public Hardware {
    requireNonNull(os, "os");
    requireNonNull(arch, "arch");
    cpuFeatures = List.copyOf(cpuFeatures);
    accelerators = List.copyOf(accelerators);
  }
}
