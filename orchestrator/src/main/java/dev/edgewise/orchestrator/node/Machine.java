package dev.edgewise.orchestrator.node;

import java.util.List;

/**
 * The computer of a node, as its agent found it.
 *
 * @param os operating system; empty while unknown
 * @param arch processor architecture; empty while unknown
 * @param cores 0 while unknown
 * @param memoryBytes 0 while unknown
 * @param cpuFeatures as the system names them, {@code avx2}
 */
public record Machine(
    String os, String arch, int cores, long memoryBytes, List<String> cpuFeatures) {
  public Machine {
    Limits.text("machine.os", os);
    Limits.text("machine.arch", arch);
    Limits.notNegative("machine.cores", cores);
    Limits.notNegative("machine.memory_bytes", memoryBytes);
    cpuFeatures = Limits.list("machine.cpu_features", cpuFeatures, Limits.CPU_FEATURES);
    cpuFeatures.forEach(feature -> Limits.text("machine.cpu_features", feature, 1, Limits.TAG));
  }

  /** Nothing is known. */
  public static Machine unknown() {
    return new Machine("", "", 0, 0, List.of());
  }
}
