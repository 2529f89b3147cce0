package dev.edgewise.engines.onnx;

import ai.onnxruntime.OrtEnvironment;
import dev.edgewise.core.model.NativeFolder;
import dev.edgewise.core.model.Provider;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The runtime's libraries in its jar. Left to itself it unpacks them into the temporary folder for
 * each process, 28 MB that stay there when a process is killed; here they go to {@link
 * NativeFolder} once.
 */
final class Natives {
  /** The runtime takes its libraries from this folder, when it is set before it starts. */
  static final String PATH = "onnxruntime.native.path";

  private static final Logger LOG = System.getLogger(Natives.class.getName());
  private static final String CUDA = "onnxruntime_providers_cuda";
  private static final String TENSORRT = "onnxruntime_providers_tensorrt";
  private static final List<String> NEEDED = List.of("onnxruntime", "onnxruntime4j_jni");
  private static final List<String> OPTIONAL =
      List.of("onnxruntime_providers_shared", CUDA, TENSORRT);

  private Natives() {}

  /** What the libraries on the class path could compute with. */
  static Set<Provider> providers() {
    EnumSet<Provider> providers = EnumSet.of(Provider.CPU);
    if (find(CUDA) != null) {
      providers.add(Provider.CUDA);
    }
    if (find(TENSORRT) != null) {
      providers.add(Provider.TENSORRT);
    }
    return providers;
  }

  /** Unpacks them and tells the runtime, unless somebody told it already. */
  static void unpack() {
    if (!System.getProperty(PATH, "").isEmpty()) {
      return;
    }
    Map<String, URL> files = new LinkedHashMap<>();
    for (String library : NEEDED) {
      URL found = find(library);
      if (found == null) {
        return; // The runtime says it in its own words.
      }
      files.put(System.mapLibraryName(library), found);
    }
    for (String library : OPTIONAL) {
      URL found = find(library);
      if (found != null) {
        files.put(System.mapLibraryName(library), found);
      }
    }
    try {
      Path folder = NativeFolder.unpack(NativeFolder.configured(), "onnxruntime", files);
      System.setProperty(PATH, folder.toAbsolutePath().toString());
    } catch (IOException | RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "ONNX Runtime's libraries go to the temporary folder, for this process alone, because "
              + NativeFolder.configured()
              + " cannot be used: "
              + e
              + ". Name another folder with -D"
              + NativeFolder.PROPERTY
              + "=FOLDER");
    }
  }

  private static @Nullable URL find(String library) {
    return OrtEnvironment.class
        .getClassLoader()
        .getResource(
            "ai/onnxruntime/native/"
                + platform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""))
                + "/"
                + System.mapLibraryName(library));
  }

  /** As the runtime's jar names it. */
  static String platform(String os, String arch) {
    String system = os.toLowerCase(Locale.ROOT);
    String name =
        system.contains("mac") || system.contains("darwin")
            ? "osx"
            : system.contains("win") ? "win" : "linux";
    return switch (arch.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> name + "-x64";
      case "aarch64", "arm64" -> name + "-aarch64";
      default -> name + "-" + arch;
    };
  }
}
