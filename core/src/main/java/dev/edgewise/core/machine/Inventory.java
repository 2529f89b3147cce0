package dev.edgewise.core.machine;

import dev.edgewise.core.Accelerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what Linux writes about itself. Pure; whatever a text holds, the answer is what is certain
 * about it and never an exception.
 *
 * @see <a href="https://docs.kernel.org/filesystems/proc.html">proc(5) of the kernel</a>
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">control groups, version 2</a>
 */
final class Inventory {
  private static final int MAX_FEATURES = 64;
  private static final int MAX_NAME = 100;

  /** Vector and matrix units, and arithmetic for encryption: what engines choose kernels by. */
  private static final Pattern FEATURE =
      Pattern.compile(
          "sse4_[12]|ssse3|avx\\w*|f16c|fma|amx\\w*|aes|sha_ni|vaes"
              + "|neon|asimd\\w*|fphp|sve\\w*|sme\\w*|i8mm|bf16|sha2");

  private static final Pattern KIB = Pattern.compile("MemTotal:\\s+(\\d{1,15}) kB");
  private static final Pattern LIMIT = Pattern.compile("\\d{1,19}");
  private static final Pattern MODEL = Pattern.compile("(?m)^Model:[ \\t]+(\\S.*)$");

  private Inventory() {}

  /** Features that all processors of a {@code /proc/cpuinfo} have. */
  static List<String> cpuFeatures(String cpuinfo) {
    Optional<Set<String>> common = Optional.empty();
    for (String line : cpuinfo.lines().toList()) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip();
      if (name.equals("flags") || name.equals("Features")) {
        Set<String> here = new TreeSet<>();
        for (String word : line.substring(colon + 1).strip().split("\\s+", -1)) {
          if (FEATURE.matcher(word).matches()) {
            here.add(word);
          }
        }
        common.ifPresent(here::retainAll);
        common = Optional.of(here);
      }
    }
    return common.stream().flatMap(Set::stream).limit(MAX_FEATURES).toList();
  }

  /** Bytes of memory by a {@code /proc/meminfo}; 0 when it does not say. */
  static long memory(String meminfo) {
    Matcher matcher = KIB.matcher(meminfo);
    return matcher.find() ? Long.parseLong(matcher.group(1)) * 1024 : 0;
  }

  /**
   * Bytes that a control group may use, by its {@code memory.max} or {@code memory.limit_in_bytes};
   * empty for no limit.
   */
  static Optional<Long> limit(String text) {
    String stripped = text.strip();
    if (!LIMIT.matcher(stripped).matches()) {
      return Optional.empty();
    }
    try {
      long limit = Long.parseLong(stripped);
      // Version 1 writes "no limit" as a number of almost all bits.
      return limit > 0 && limit < 1L << 60 ? Optional.of(limit) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The folders of this process in the hierarchies that limit memory, by /proc/self/cgroup. */
  static List<String> memoryGroups(String cgroup) {
    List<String> folders = new ArrayList<>();
    for (String line : cgroup.lines().limit(64).toList()) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && parts[2].startsWith("/") && !parts[2].contains("..")) {
        if (parts[0].equals("0") && parts[1].isEmpty()) {
          folders.add(parts[2] + "/memory.max");
        } else if (List.of(parts[1].split(",", -1)).contains("memory")) {
          folders.add("/memory" + parts[2] + "/memory.limit_in_bytes");
        }
      }
    }
    return folders;
  }

  /** A card by its {@code /proc/driver/nvidia/gpus/.../information}; its memory is not in there. */
  static Accelerator nvidia(String information) {
    Matcher matcher = MODEL.matcher(information);
    return new Accelerator("gpu", matcher.find() ? clean(matcher.group(1)) : "", 0);
  }

  /**
   * A card by its PCI ids below {@code /sys/class/drm/card0/device}; empty for what only drives a
   * screen.
   *
   * @param vendor for example {@code 0x1002}
   * @param vram text of {@code mem_info_vram_total}, empty when the driver has none
   */
  static Optional<Accelerator> drm(String vendor, String device, String vram) {
    String maker =
        switch (vendor.strip().toLowerCase(Locale.ROOT)) {
          case "0x1002" -> "AMD";
          case "0x10de" -> "NVIDIA";
          case "0x8086" -> "Intel";
          default -> "";
        };
    if (maker.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Accelerator("gpu", clean(maker + " " + device.strip()), limit(vram).orElse(0L)));
  }

  /** A neural unit of the kernel's accel subsystem, by the name of its driver. */
  static Accelerator accel(String driver) {
    return new Accelerator("npu", clean(driver), 0);
  }

  /** A name that may stand in logs and pages. */
  static String clean(String text) {
    String one = text.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ").strip();
    return one.length() <= MAX_NAME ? one : one.substring(0, MAX_NAME);
  }
}
