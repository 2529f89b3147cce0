package dev.edgewise.agent.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Accelerator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks at the machine through its files; each read is bounded, and what is not there is not there.
 * On other systems than Linux only cores are known.
 */
public final class HardwareProbe {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DEVICES = 32;

  private final Path root;

  /** A probe of the machine whose files lie below {@code root}: {@code /} but for tests. */
  public HardwareProbe(Path root) {
    this.root = requireNonNull(root, "root");
  }

  /**
   * Looks.
   *
   * @param os name of the system
   * @param arch name of the architecture
   * @param cores that this process may use
   */
  public Hardware look(String os, String arch, int cores) {
    return new Hardware(
        Inventory.clean(os),
        Inventory.clean(arch),
        cores,
        memory(),
        Inventory.cpuFeatures(text("proc/cpuinfo")),
        accelerators());
  }

  private long memory() {
    long machine = Inventory.memory(text("proc/meminfo"));
    List<String> limits = new ArrayList<>(Inventory.memoryGroups(text("proc/self/cgroup")));
    // In a container the group's own folder is the root of what is seen.
    limits.add("/memory.max");
    limits.add("/memory/memory.limit_in_bytes");
    OptionalLong least =
        limits.stream()
            .flatMap(limit -> Inventory.limit(text("sys/fs/cgroup" + limit)).stream())
            .mapToLong(Long::longValue)
            .min();
    return machine > 0 ? Math.min(machine, least.orElse(machine)) : least.orElse(0);
  }

  private List<Accelerator> accelerators() {
    List<Accelerator> found = new ArrayList<>();
    for (String card : names("proc/driver/nvidia/gpus")) {
      found.add(Inventory.nvidia(text("proc/driver/nvidia/gpus/" + card + "/information")));
    }
    boolean nvidia = !found.isEmpty();
    for (String card : names("sys/class/drm")) {
      if (card.matches("card\\d{1,3}")) {
        String device = "sys/class/drm/" + card + "/device/";
        Inventory.drm(
                text(device + "vendor"),
                text(device + "device"),
                text(device + "mem_info_vram_total"))
            // Those with NVIDIA's own driver have been counted.
            .filter(gpu -> !(nvidia && gpu.model().startsWith("NVIDIA")))
            .ifPresent(found::add);
      }
    }
    for (String unit : names("sys/class/accel")) {
      found.add(Inventory.accel(driver("sys/class/accel/" + unit + "/device/uevent")));
    }
    for (int i = 0; i < MAX_DEVICES; i++) {
      if (Files.exists(root.resolve("dev/apex_" + i))) {
        found.add(new Accelerator("tpu", "Coral Edge TPU", 0));
      }
    }
    return found;
  }

  private String driver(String uevent) {
    return text(uevent)
        .lines()
        .filter(line -> line.startsWith("DRIVER="))
        .map(line -> line.substring("DRIVER=".length()))
        .findFirst()
        .orElse("");
  }

  private Set<String> names(String folder) {
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(folder))) {
      for (Path entry : entries) {
        Path name = entry.getFileName();
        if (name != null && names.size() < MAX_DEVICES) {
          names.add(name.toString());
        }
      }
    } catch (IOException | InvalidPathException e) {
      return Set.of();
    }
    return names;
  }

  private String text(String file) {
    try (InputStream in = Files.newInputStream(root.resolve(file))) {
      return new String(in.readNBytes(MAX_BYTES), UTF_8);
    } catch (IOException | InvalidPathException e) {
      return "";
    }
  }
}
