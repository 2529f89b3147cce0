package dev.edgewise.engines.llama;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.NativeFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The native library of this platform: found in its jar, checked to be the very one whose layouts
 * {@link NativeLlama} has written down, unpacked and opened for the first model. Functions that
 * take structs would read past their ends in any other version, so no other is opened. Thread-safe.
 */
final class NativeFile {
  private static final String VERSION = "de.kherud:llama:4.2.0";

  private record Known(String resource, String sha256) {}

  /** Of {@value #VERSION}. Windows' library exports no C API. */
  private static final Map<String, Known> KNOWN =
      Map.of(
          "linux-x86_64",
          new Known(
              "de/kherud/llama/Linux/x86_64/libjllama.so",
              "93276c536d00f037c37ed6ec1e55be9c828940f4a0af59af10a8f638a31bbc3c"),
          "linux-aarch64",
          new Known(
              "de/kherud/llama/Linux/aarch64/libjllama.so",
              "d852c1625b2dac90a974613a2f019ecabf0c5d7bc054dcc14a05246d5aa2a1a7"),
          "mac-x86_64",
          new Known(
              "de/kherud/llama/Mac/x86_64/libjllama.dylib",
              "02ec1b3570cde80e5fbfc3ba56b5de68ffef2a26e7b470a89547a80e87120e81"),
          "mac-aarch64",
          new Known(
              "de/kherud/llama/Mac/aarch64/libjllama.dylib",
              "7ba2311dc634e24b572512a2279357327511ad3d77dea032a77feab77c14d341"));

  private final Path folder;
  private final String platform;
  private final ClassLoader loader;
  private @Nullable NativeLlama opened;

  NativeFile(Path folder, String platform, ClassLoader loader) {
    this.folder = requireNonNull(folder, "folder");
    this.platform = requireNonNull(platform, "platform");
    this.loader = requireNonNull(loader, "loader");
  }

  static NativeFile ofClassPath(Path folder) {
    return new NativeFile(
        folder,
        platform(System.getProperty("os.name", ""), System.getProperty("os.arch", "")),
        NativeFile.class.getClassLoader());
  }

  static String platform(String system, String architecture) {
    String os = system.toLowerCase(Locale.ROOT);
    String cpu =
        switch (architecture.toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64", "x86-64" -> "x86_64";
          case "aarch64", "arm64" -> "aarch64";
          default -> architecture;
        };
    return (os.startsWith("linux") ? "linux" : os.startsWith("mac") ? "mac" : os) + "-" + cpu;
  }

  /**
   * The library, opened by the first caller.
   *
   * @throws EdgewiseException with {@code NO_ENGINE}
   */
  synchronized NativeLlama open() {
    NativeLlama known = opened;
    if (known == null) {
      known = opened();
      opened = known;
    }
    return known;
  }

  private NativeLlama opened() {
    Known known =
        Optional.ofNullable(KNOWN.get(platform))
            .orElseThrow(
                () ->
                    none(
                        "there is no library of "
                            + VERSION
                            + " that can be used on "
                            + platform
                            + "; there are those for "
                            + String.join(", ", KNOWN.keySet().stream().sorted().toList())));
    URL resource = loader.getResource(known.resource());
    if (resource == null) {
      throw none("its native library is not on the class path; add " + VERSION);
    }
    String name = known.resource().substring(known.resource().lastIndexOf('/') + 1);
    try {
      Path file = NativeFolder.unpack(folder, "llama", Map.of(name, resource)).resolve(name);
      String found = sha256(file);
      if (!found.equals(known.sha256())) {
        throw none(
            "the library in "
                + file
                + " is another one (SHA-256 "
                + found
                + ") than that of "
                + VERSION
                + ", whose structs this engine knows; use that version, and delete the file when it"
                + " was damaged");
      }
      return NativeLlama.open(file);
    } catch (IOException e) {
      throw none(
          "its library cannot be unpacked to "
              + folder
              + ": "
              + e
              + "; name a folder that can be written by -D"
              + NativeFolder.PROPERTY,
          e);
    } catch (IllegalArgumentException | LinkageError e) {
      throw none(
          "its library cannot be opened: "
              + e.getMessage()
              + "; it needs the system's libgomp.so.1 and libstdc++.so.6 (Debian: libgomp1,"
              + " libstdc++6)",
          e);
    }
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static EdgewiseException none(String why) {
    return EdgewiseException.of(ErrorCode.NO_ENGINE, message(why));
  }

  private static EdgewiseException none(String why, Throwable cause) {
    return EdgewiseException.of(ErrorCode.NO_ENGINE, message(why), cause);
  }

  private static String message(String why) {
    return "The engine llama cannot start: " + why + ".";
  }
}
