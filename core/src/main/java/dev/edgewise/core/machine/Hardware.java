package dev.edgewise.core.machine;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Accelerator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The computer as this process finds it.
 *
 * @param os for example {@code Linux}
 * @param arch for example {@code amd64}
 * @param cores that this process may use, at least 1
 * @param memoryBytes that this process may use: the machine's, or its control group's if that is
 *     less; 0 while unknown
 * @param cpuFeatures as the system names them, those that matter to models, sorted
 * @param accelerators what was found, nothing guessed, and what an operator declared
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

  /** The same with what an operator declares, which stands first: its words are the better ones. */
  public Hardware with(List<Accelerator> declared) {
    return new Hardware(
        os,
        arch,
        cores,
        memoryBytes,
        cpuFeatures,
        Stream.concat(declared.stream(), accelerators.stream()).limit(Accelerator.MOST).toList());
  }
}
