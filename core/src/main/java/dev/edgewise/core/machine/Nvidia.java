package dev.edgewise.core.machine;

import dev.edgewise.core.Accelerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what NVIDIA's driver and tools write. Pure; whatever a text holds, the answer is what is
 * certain about it and never an exception.
 *
 * @see <a href="https://docs.nvidia.com/deploy/nvidia-smi/">nvidia-smi</a>
 * @see <a href="https://docs.nvidia.com/datacenter/tesla/mig-user-guide/">Multi-Instance GPU</a>
 */
final class Nvidia {
  /** Asks for name, memory in MiB and driver of each card; all drivers of ten years know these. */
  static final List<String> QUERY =
      List.of(
          "nvidia-smi",
          "--query-gpu=name,memory.total,driver_version",
          "--format=csv,noheader,nounits");

  /** Lists cards and the instances that they are divided into. */
  static final List<String> LIST = List.of("nvidia-smi", "-L");

  private static final int MOST_CARDS = 32;

  /** One line of {@link #QUERY}; the memory is a word where the driver cannot tell it. */
  private static final Pattern ROW =
      Pattern.compile("(\\S[^,]{0,98}?)\\s*,\\s*([^,]{1,30}?)\\s*,\\s*([\\d.]{1,30})\\s*");

  /** {@code MIG 3g.20gb Device 0: (UUID: …)}. */
  private static final Pattern INSTANCE =
      Pattern.compile("\\s+MIG (\\d{1,2}g\\.(\\d{1,4})gb[\\w.+]{0,10})\\s+Device.{0,200}");

  private static final Pattern CARD = Pattern.compile("GPU \\d{1,3}: (.{1,98}?) \\(UUID: .{1,99}");

  private static final Pattern DRIVER =
      Pattern.compile("(?m)^NVRM version:.{0,200}?\\s(\\d{3,4}\\.\\d{1,3}(?:\\.\\d{1,3})?)\\s");

  private static final Pattern LIBRARY =
      Pattern.compile(
          "lib(?:cuda|cudart|cublas|cublasLt|cudnn|cufft|curand|nvinfer|nvonnxparser)\\.so\\.\\d{1,3}");

  private static final Pattern TEGRA = Pattern.compile("NVIDIA (?:Jetson|Orin).{0,90}");

  private Nvidia() {}

  /** Cards by the answer to {@link #QUERY}, whole ones. */
  static List<Accelerator> cards(String csv) {
    List<Accelerator> cards = new ArrayList<>();
    for (String line : csv.lines().limit(MOST_CARDS).toList()) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        cards.add(new Accelerator("gpu", Inventory.clean(row.group(1)), mebibytes(row.group(2))));
      }
    }
    return cards;
  }

  /**
   * The instances that cards are divided into, by the answer to {@link #LIST}; empty when none is.
   * A process computes on one instance and cannot have the rest of the card.
   */
  static List<Accelerator> instances(String list) {
    List<Accelerator> instances = new ArrayList<>();
    String card = "";
    for (String line : list.lines().limit(8L * MOST_CARDS).toList()) {
      Matcher whole = CARD.matcher(line);
      Matcher part = INSTANCE.matcher(line);
      if (whole.matches()) {
        card = whole.group(1);
      } else if (part.matches() && instances.size() < MOST_CARDS) {
        instances.add(
            new Accelerator(
                "gpu",
                Inventory.clean(card + " MIG " + part.group(1)),
                Long.parseLong(part.group(2)) << 30));
      }
    }
    return instances;
  }

  /** The driver's version by {@code /proc/driver/nvidia/version}; empty when it does not say. */
  static String driver(String version) {
    Matcher matcher = DRIVER.matcher(version + "\n");
    return matcher.find() ? matcher.group(1) : "";
  }

  /** The driver's version by the answer to {@link #QUERY}. */
  static String driverOfTool(String csv) {
    Matcher row = ROW.matcher(csv.lines().findFirst().orElse(""));
    return row.matches() ? row.group(3) : "";
  }

  /** A Jetson by {@code /proc/device-tree/model}, which ends in a zero byte. */
  static Optional<String> tegra(String model) {
    String clean = Inventory.clean(model);
    return TEGRA.matcher(clean).matches() ? Optional.of(clean) : Optional.empty();
  }

  /**
   * Those names of files that matter here, {@code libcudart.so.12.4.99} as {@code libcudart.so.12}.
   */
  static Set<String> libraries(Iterable<String> names) {
    Set<String> libraries = new TreeSet<>();
    for (String name : names) {
      Matcher matcher = LIBRARY.matcher(name);
      if (matcher.lookingAt()
          && (matcher.end() == name.length() || name.charAt(matcher.end()) == '.')) {
        libraries.add(matcher.group());
      }
    }
    return libraries;
  }

  private static long mebibytes(String text) {
    return text.matches("\\d{1,9}") ? Long.parseLong(text) << 20 : 0;
  }
}
