package dev.edgewise.core.machine;

import dev.edgewise.core.Accelerator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Looks at the machine through its files, and for cards of NVIDIA's through their driver's tool;
 * what is not there is not there. On other systems than Linux only cores are known.
 */
public final class HardwareProbe {
  private final MachineFiles files;
  private final NvidiaProbe nvidia;

  /**
   * A probe of this machine.
   *
   * @param toolSeconds how long each of the two questions to a driver's tool may take, 1 to 60;
   *     then it has not answered
   */
  public HardwareProbe(int toolSeconds) {
    this(
        Path.of("/"),
        Tools.system(toolSeconds),
        Stream.of(System.getProperty("java.library.path", "").split(":")).toList());
  }

  /**
   * A probe of the machine whose files lie below {@code root}.
   *
   * @param libraryPath folders of libraries beside the system's own
   */
  HardwareProbe(Path root, Tools tools, List<String> libraryPath) {
    this.files = new MachineFiles(root);
    this.nvidia = new NvidiaProbe(files, tools, libraryPath);
  }

  /**
   * Looks.
   *
   * @param os name of the system
   * @param arch name of the architecture
   * @param cores that this process may use
   */
  public Hardware look(String os, String arch, int cores) {
    long memory = memory();
    return new Hardware(
        Inventory.clean(os),
        Inventory.clean(arch),
        cores,
        memory,
        Inventory.cpuFeatures(files.text("proc/cpuinfo")),
        accelerators(memory));
  }

  /** Looks for accelerators alone. */
  public List<Accelerator> accelerators() {
    return accelerators(memory());
  }

  private List<Accelerator> accelerators(long memory) {
    List<Accelerator> cards = nvidia.cards(memory);
    List<Accelerator> others = others(!cards.isEmpty());
    return Stream.concat(cards.stream(), others.stream()).toList();
  }

  /** Looks for what computing on NVIDIA's cards takes. */
  public NvidiaSoftware nvidia(String arch) {
    List<Accelerator> cards = nvidia.cards(memory());
    return nvidia.software(Inventory.clean(arch), cards, others(!cards.isEmpty()));
  }

  private long memory() {
    long machine = Inventory.memory(files.text("proc/meminfo"));
    List<String> limits = new ArrayList<>(Inventory.memoryGroups(files.text("proc/self/cgroup")));
    // In a container the group's own folder is the root of what is seen.
    limits.add("/memory.max");
    limits.add("/memory/memory.limit_in_bytes");
    OptionalLong least =
        limits.stream()
            .flatMap(limit -> Inventory.limit(files.text("sys/fs/cgroup" + limit)).stream())
            .mapToLong(Long::longValue)
            .min();
    return machine > 0 ? Math.min(machine, least.orElse(machine)) : least.orElse(0);
  }

  private List<Accelerator> others(boolean nvidia) {
    List<Accelerator> found = new ArrayList<>();
    for (String card : files.names("sys/class/drm")) {
      if (card.matches("card\\d{1,3}")) {
        String device = "sys/class/drm/" + card + "/device/";
        Inventory.drm(
                files.text(device + "vendor"),
                files.text(device + "device"),
                files.text(device + "mem_info_vram_total"))
            // Those with NVIDIA's own driver have been counted.
            .filter(gpu -> !(nvidia && gpu.model().startsWith("NVIDIA")))
            .ifPresent(found::add);
      }
    }
    for (String unit : files.names("sys/class/accel")) {
      found.add(Inventory.accel(driver("sys/class/accel/" + unit + "/device/uevent")));
    }
    for (int i = 0; i < MachineFiles.MAX_DEVICES; i++) {
      if (files.isThere("dev/apex_" + i)) {
        found.add(new Accelerator("tpu", "Coral Edge TPU", 0));
      }
    }
    return found;
  }

  private String driver(String uevent) {
    return files
        .text(uevent)
        .lines()
        .filter(line -> line.startsWith("DRIVER="))
        .map(line -> line.substring("DRIVER=".length()))
        .findFirst()
        .orElse("");
  }
}
