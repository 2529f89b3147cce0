package dev.edgewise.stores.lmdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lays LMDB's native library, and the one that calls it, where they lie at the next start too. Left
 * to themselves both are unpacked to a new temporary file each time, which a process that is killed
 * leaves behind.
 */
final class Natives {
  private static final String LMDB = "lmdbjava.native.lib";
  private static final String JFFI_FOLDER = "jffi.extract.dir";
  private static final String JFFI_NAME = "jffi.extract.name";
  private static final String INSIDE = "/META-INF/edgewise/lmdb/";
  private static final String LMDB_VERSION = "0.9.31";
  private static final String JFFI_VERSION = "1.3.14";

  private Natives() {}

  /**
   * Before LMDB is used for the first time; whoever has set one of these properties knows better.
   *
   * @param otherwise the folder to use where the launcher names none
   */
  static void prepare(Path otherwise) throws IOException {
    String named = System.getProperty("edgewise.native", "");
    Path folder =
        Files.createDirectories(named.isEmpty() ? otherwise.resolve("native") : Path.of(named));
    if (System.getProperty(JFFI_FOLDER) == null) {
      System.setProperty(JFFI_FOLDER, folder.toAbsolutePath().toString());
      System.setProperty(JFFI_NAME, "edgewise-jffi-" + JFFI_VERSION);
    }
    if (System.getProperty(LMDB) == null) {
      String name = name(System.getProperty("os.arch", ""), System.getProperty("os.name", ""));
      try (@Nullable InputStream inside = Natives.class.getResourceAsStream(INSIDE + name)) {
        if (inside == null) {
          throw new UnsupportedOperationException("there is no " + name + " in this jar");
        }
        System.setProperty(LMDB, unpacked(inside.readAllBytes(), folder, name).toString());
      }
    }
  }

  /** As the files are called, by processor and system. */
  static String name(String processor, String system) {
    String os = system.toLowerCase(Locale.ROOT);
    String arch = processor.equals("amd64") ? "x86_64" : processor;
    if (os.startsWith("windows")) {
      return arch + "-windows-gnu.dll";
    }
    return arch + (os.startsWith("mac") ? "-macos-none.so" : "-linux-gnu.so");
  }

  private static Path unpacked(byte[] library, Path folder, String name) throws IOException {
    Path there = folder.toAbsolutePath().resolve("edgewise-lmdb-" + LMDB_VERSION + "-" + name);
    if (!Files.exists(there) || !Arrays.equals(Files.readAllBytes(there), library)) {
      // By rename, so that another process never loads half of it.
      Path fresh = Files.createTempFile(folder, "edgewise-lmdb", ".new");
      Files.write(fresh, library);
      Files.move(fresh, there, StandardCopyOption.ATOMIC_MOVE);
    }
    return there;
  }
}
