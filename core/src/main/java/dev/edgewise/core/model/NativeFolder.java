package dev.edgewise.core.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Libraries that lie in jars, as files that the system can load: unpacked once, and there for all
 * later processes of the same user, also when one of them is killed. The system property {@value
 * #PROPERTY} names the folder, otherwise it is {@code .cache/edgewise/native} in the user's home.
 * Not in the temporary folder, where other users of the machine could put their own.
 */
public final class NativeFolder {
  /** Names the folder. */
  public static final String PROPERTY = "edgewise.native";

  private NativeFolder() {}

  /** The folder that the property names, or the user's own. */
  public static Path configured() {
    String named = System.getProperty(PROPERTY, "");
    return named.isEmpty()
        ? Path.of(System.getProperty("user.home", "."), ".cache", "edgewise", "native")
        : Path.of(named);
  }

  /**
   * Unpacks what is not there yet. Safe beside other processes that do the same: a file appears
   * whole or not at all.
   *
   * @param base of all unpacked folders
   * @param name of the folder, to which the contents' checksum is added
   * @param files by the names that they get; resources of jars or of folders
   * @return the folder that has them all
   */
  public static Path unpack(Path base, String name, Map<String, URL> files) throws IOException {
    CRC32 sum = new CRC32();
    for (Map.Entry<String, URL> file : new TreeMap<>(files).entrySet()) {
      sum.update(
          (file.getKey() + " " + mark(file.getValue()) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    Path folder = base.resolve(name + "-" + Long.toHexString(sum.getValue()));
    Files.createDirectories(folder);
    for (Map.Entry<String, URL> file : files.entrySet()) {
      Path target = folder.resolve(file.getKey());
      if (!Files.isRegularFile(target) || Files.size(target) != size(file.getValue())) {
        copy(file.getValue(), target);
      }
    }
    return folder;
  }

  private static void copy(URL from, Path to) throws IOException {
    Path part = Files.createTempFile(to.resolveSibling("."), "part", ".tmp");
    try (InputStream in = open(from).getInputStream()) {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static long size(URL file) throws IOException {
    URLConnection connection = open(file);
    if (connection instanceof JarURLConnection jar) {
      return jar.getJarEntry().getSize();
    }
    return Files.size(path(file));
  }

  /** What tells one content from another without reading it. */
  private static String mark(URL file) throws IOException {
    URLConnection connection = open(file);
    if (connection instanceof JarURLConnection jar) {
      return Long.toHexString(jar.getJarEntry().getCrc());
    }
    return Files.size(path(file)) + " " + Files.getLastModifiedTime(path(file)).toMillis();
  }

  private static Path path(URL file) throws IOException {
    try {
      return Path.of(file.toURI());
    } catch (URISyntaxException e) {
      throw new IOException(file + " is no file", e);
    }
  }

  /** The shared cache would keep jars open, and give contents of a file that was replaced. */
  private static URLConnection open(URL file) throws IOException {
    URLConnection connection = file.openConnection();
    connection.setUseCaches(false);
    return connection;
  }
}
