package dev.edgewise.core.machine;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/**
 * What a machine has for computing on NVIDIA's cards, as its files tell.
 *
 * @param arch of the machine as Java names it, for example {@code amd64}
 * @param cards names of the cards that NVIDIA's driver serves; those of a Tegra board too
 * @param others accelerators that are not NVIDIA's, or have no driver of NVIDIA's, for messages
 * @param driver version of NVIDIA's driver, for example {@code 535.129.03}; empty when there is
 *     none
 * @param tegra whether it is a Jetson, where CUDA comes with JetPack instead of a driver of its own
 * @param libraries file names of CUDA, cuDNN and TensorRT libraries in the system's folders
 */
public record NvidiaSoftware(
    String arch,
    List<String> cards,
    List<String> others,
    String driver,
    boolean tegra,
    Set<String> libraries) {
  public NvidiaSoftware {
    requireNonNull(arch, "arch");
    requireNonNull(driver, "driver");
    cards = List.copyOf(cards);
    others = List.copyOf(others);
    libraries = Set.copyOf(libraries);
  }
}
