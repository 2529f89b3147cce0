package dev.edgewise.core.machine;

import dev.edgewise.core.Accelerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for NVIDIA's cards and for what computing on them takes. Its tool is run only where the
 * driver's files are: it takes some hundred milliseconds.
 */
final class NvidiaProbe {
  /** Where Debian, Red Hat, NVIDIA's own installers and JetPack put libraries. */
  private static final List<String> FOLDERS =
      List.of(
          "usr/lib/x86_64-linux-gnu",
          "usr/lib/aarch64-linux-gnu",
          "usr/lib/aarch64-linux-gnu/nvidia",
          "usr/lib/aarch64-linux-gnu/tegra",
          "usr/lib64",
          "usr/lib",
          "usr/lib/wsl/lib",
          "usr/local/lib",
          "usr/local/cuda/lib64",
          "usr/local/cuda/targets/x86_64-linux/lib",
          "usr/local/cuda/targets/sbsa-linux/lib",
          "usr/local/cuda/targets/aarch64-linux/lib");

  private static final int MOST_FOLDERS = 32;

  private final MachineFiles files;
  private final Tools tools;
  private final List<String> libraryPath;

  NvidiaProbe(MachineFiles files, Tools tools, List<String> libraryPath) {
    this.files = files;
    this.tools = tools;
    this.libraryPath = List.copyOf(libraryPath);
  }

  /** Cards that NVIDIA's driver serves, or their instances where they are divided. */
  List<Accelerator> cards(long machineMemory) {
    List<Accelerator> known = new ArrayList<>();
    for (String card : files.names("proc/driver/nvidia/gpus")) {
      known.add(Inventory.nvidia(files.text("proc/driver/nvidia/gpus/" + card + "/information")));
    }
    if (known.isEmpty() && !files.isThere("dev/nvidiactl")) {
      // A Jetson's processor and card share one memory.
      return tegra().stream().map(model -> new Accelerator("gpu", model, machineMemory)).toList();
    }
    List<Accelerator> instances = Nvidia.instances(tools.say(Nvidia.LIST));
    if (!instances.isEmpty()) {
      return instances;
    }
    List<Accelerator> told = Nvidia.cards(tools.say(Nvidia.QUERY));
    // In a container the tool sees those cards only that it may use.
    return told.isEmpty() ? known : told;
  }

  NvidiaSoftware software(String arch, List<Accelerator> cards, List<Accelerator> others) {
    String driver = Nvidia.driver(files.text("proc/driver/nvidia/version"));
    if (driver.isEmpty() && !cards.isEmpty() && tegra().isEmpty()) {
      driver = Nvidia.driverOfTool(tools.say(Nvidia.QUERY));
    }
    return new NvidiaSoftware(
        arch,
        cards.stream().map(Accelerator::model).toList(),
        others.stream().map(card -> (card.kind() + " " + card.model()).strip()).toList(),
        driver,
        tegra().isPresent(),
        libraries());
  }

  private Optional<String> tegra() {
    return Nvidia.tegra(files.text("proc/device-tree/model"));
  }

  private Set<String> libraries() {
    List<String> folders = new ArrayList<>(FOLDERS);
    libraryPath.stream()
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> folder.substring(1))
        .limit(MOST_FOLDERS)
        .forEach(folders::add);
    Set<String> found = new TreeSet<>();
    for (String folder : folders) {
      found.addAll(Nvidia.libraries(files.manyNames(folder)));
    }
    return found;
  }
}
