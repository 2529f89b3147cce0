package dev.edgewise.core.machine;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.Provider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What ONNX models compute with on this machine, and why. Pure: the same inventory gives the same
 * choice. Whether the libraries really work, only loading a model tells; the engine then refuses or
 * falls back by itself.
 *
 * @param provider chosen; the processor when nothing else can be had
 * @param granted whether that is what was asked for, or falling back was allowed
 * @param why in one sentence without a full stop
 * @param missing what would have to be installed for the better provider, each in one phrase
 */
public record ProviderChoice(Provider provider, boolean granted, String why, List<String> missing) {
  /**
   * The least driver by major version of CUDA; the one to advise when nothing is there comes first.
   *
   * @see <a href="https://docs.nvidia.com/deploy/cuda-compatibility/">CUDA compatibility, table of
   *     minor version compatibility</a>
   */
  private enum Cuda {
    V12("12", "525.60.13", "11", "10"),
    V13("13", "580.65.06", "12", "10");

    private final String major;
    private final String driver;
    private final String fft;
    private final String rand;

    Cuda(String major, String driver, String fft, String rand) {
      this.major = major;
      this.driver = driver;
      this.fft = fft;
      this.rand = rand;
    }
  }

  private static final Pattern NUMBERS = Pattern.compile("\\d{1,6}(\\.\\d{1,6}){0,3}");

  public ProviderChoice {
    requireNonNull(provider, "provider");
    requireNonNull(why, "why");
    missing = List.copyOf(missing);
  }

  /**
   * Chooses.
   *
   * @param wish empty for the best that is there: CUDA, else the processor. TensorRT is taken only
   *     when it is asked for, because it builds kernels for minutes when a model is loaded
   * @param fallback whether the processor will do when the wish cannot be met
   * @param carried what the engine's libraries on the class path can compute with
   */
  public static ProviderChoice choose(
      Optional<Provider> wish, boolean fallback, Set<Provider> carried, NvidiaSoftware machine) {
    if (wish.equals(Optional.of(Provider.CPU))) {
      return new ProviderChoice(Provider.CPU, true, "it was asked for", List.of());
    }
    Provider wanted = wish.orElse(Provider.CUDA);
    List<String> missing = missing(wanted, carried, machine);
    if (missing.isEmpty()) {
      return new ProviderChoice(wanted, true, found(wish.isPresent(), machine), List.of());
    }
    if (wish.isEmpty()) {
      String why =
          machine.cards().isEmpty() && machine.others().isEmpty()
              ? "no card was found"
              : wanted.word() + " cannot be used here";
      // Nobody without a card wants to read what one would need.
      return new ProviderChoice(
          Provider.CPU, true, why, machine.cards().isEmpty() ? List.of() : missing);
    }
    return new ProviderChoice(
        Provider.CPU, fallback, wanted.word() + " was asked for and cannot be used here", missing);
  }

  private static String found(boolean asked, NvidiaSoftware machine) {
    return (asked ? "it was asked for, and " : "")
        + machine.cards().get(0)
        + (machine.tegra() ? " with JetPack" : " with driver " + machine.driver())
        + " was found";
  }

  /** For a line at the start, or a refusal. */
  public String words() {
    return "ONNX models compute with "
        + provider.word()
        + ": "
        + why
        + (missing.isEmpty() ? "" : "; missing: " + String.join("; ", missing));
  }

  private static List<String> missing(
      Provider wanted, Set<Provider> carried, NvidiaSoftware machine) {
    List<String> missing = new ArrayList<>();
    if (machine.cards().isEmpty()) {
      missing.add(
          "a card of NVIDIA's with its driver "
              + Cuda.V12.driver
              + " or newer"
              + (machine.others().isEmpty()
                  ? ""
                  : " (found: " + String.join(", ", machine.others()) + ")"));
    }
    // Of the versions that could do, the one that is nearest to be there.
    Stream.of(Cuda.values())
        .map(cuda -> forCuda(cuda, wanted, machine))
        .min(Comparator.comparingInt(List::size))
        .ifPresent(missing::addAll);
    if (!carried.contains(wanted)) {
      missing.add(
          machine.arch().equals("amd64")
              ? "com.microsoft.onnxruntime:onnxruntime_gpu on the class path in place of"
                  + " onnxruntime"
              : "a build of ONNX Runtime with "
                  + wanted.word()
                  + " for "
                  + machine.arch()
                  + ", on the class path or by -Donnxruntime.native.path=FOLDER; its publisher has"
                  + " none for this architecture");
    }
    return missing;
  }

  private static List<String> forCuda(Cuda cuda, Provider wanted, NvidiaSoftware machine) {
    List<String> missing = new ArrayList<>();
    if (!machine.cards().isEmpty()
        && !machine.tegra()
        && compare(machine.driver(), cuda.driver) < 0) {
      missing.add(
          "NVIDIA's driver "
              + cuda.driver
              + " or newer for CUDA "
              + cuda.major
              + (machine.driver().isEmpty() ? "" : " (found: " + machine.driver() + ")"));
    }
    List<String> libraries = new ArrayList<>();
    libraries.add("libcudart.so." + cuda.major);
    libraries.add("libcublas.so." + cuda.major);
    libraries.add("libcublasLt.so." + cuda.major);
    libraries.add("libcufft.so." + cuda.fft);
    libraries.add("libcurand.so." + cuda.rand);
    libraries.add("libcudnn.so.9");
    if (wanted == Provider.TENSORRT) {
      libraries.add("libnvinfer.so.10");
      libraries.add("libnvonnxparser.so.10");
    }
    for (String library : libraries) {
      if (!machine.libraries().contains(library)) {
        missing.add(library + " (" + product(library) + " for CUDA " + cuda.major + ")");
      }
    }
    return missing;
  }

  private static String product(String library) {
    if (library.startsWith("libcudnn")) {
      return "cuDNN 9";
    }
    return library.startsWith("libnv") ? "TensorRT 10" : "the CUDA toolkit's run time";
  }

  /** Versions number by number; what is none is older than all. */
  static int compare(String one, String other) {
    int[] left = numbers(one);
    int[] right = numbers(other);
    for (int i = 0; i < 4; i++) {
      if (left[i] != right[i]) {
        return Integer.compare(left[i], right[i]);
      }
    }
    return 0;
  }

  private static int[] numbers(String version) {
    int[] numbers = new int[4];
    if (NUMBERS.matcher(version).matches()) {
      String[] parts = version.split("\\.", -1);
      for (int i = 0; i < parts.length; i++) {
        numbers[i] = Integer.parseInt(parts[i]);
      }
    }
    return numbers;
  }
}
