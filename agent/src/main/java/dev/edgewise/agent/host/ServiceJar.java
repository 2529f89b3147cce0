package dev.edgewise.agent.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.BodyDefinition;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * A service jar, or a folder of classes laid out like one, that has been opened: its class loader
 * and the services that its index names.
 *
 * @param path as the operator wrote it, for messages
 * @param loader of its classes, the jars inside it included
 * @param serviceTypes binary names of the interfaces that it has bodies of, sorted
 */
record ServiceJar(Path path, URLClassLoader loader, List<String> serviceTypes)
    implements AutoCloseable {
  private static final int MAX_SERVICES = 1000;

  ServiceJar {
    serviceTypes = List.copyOf(serviceTypes);
  }

  /**
   * Opens a jar or folder.
   *
   * @param parent what its classes may see beside themselves
   * @param store where copies of jars go
   * @throws EdgewiseException with {@code BAD_SERVICE_JAR}
   */
  static ServiceJar open(Path path, ClassLoader parent, JarStore store) {
    try {
      if (Files.isDirectory(path)) {
        List<Path> classPath = new ArrayList<>(List.of(path));
        classPath.addAll(librariesOf(path));
        return new ServiceJar(path, loader(path, classPath, parent), indexedIn(path));
      }
      if (Files.isRegularFile(path)) {
        JarStore.Stored stored = store.keep(path);
        try (JarFile jar = new JarFile(stored.jar().toFile())) {
          return new ServiceJar(path, loader(path, stored.classPath(), parent), indexedIn(jar));
        }
      }
    } catch (IOException e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_SERVICE_JAR,
          "Cannot open " + path + ": " + e + ". Is it a jar, and readable by this user?",
          e);
    }
    throw EdgewiseException.of(
        ErrorCode.BAD_SERVICE_JAR,
        path
            + " is not there (seen from "
            + Path.of("").toAbsolutePath()
            + "). Name a service's jar or its folder of classes, such as target/classes.");
  }

  /**
   * SHA-256 of everything in it, in hexadecimal digits. What is built anew in a folder while the
   * agent runs is another content from its next start on.
   */
  String digest() throws IOException {
    MessageDigest sha = Digests.sha256();
    for (URL url : loader.getURLs()) {
      Path element = Path.of(URI.create(url.toString()));
      if (Files.isDirectory(element)) {
        try (Stream<Path> files = Files.walk(element)) {
          for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
            Digests.add(sha, element.relativize(file).toString());
            Digests.add(sha, file);
          }
        }
      } else {
        Digests.add(sha, element);
      }
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }

  private static URLClassLoader loader(Path path, List<Path> classPath, ClassLoader parent)
      throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (Path element : classPath) {
      urls.add(element.toUri().toURL());
    }
    return new URLClassLoader("service:" + path.getFileName(), urls.toArray(URL[]::new), parent);
  }

  private static List<Path> librariesOf(Path folder) throws IOException {
    Path libraries = folder.resolve(JarStore.LIBRARIES);
    if (!Files.isDirectory(libraries)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(libraries)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".jar"))
          .sorted()
          .limit(JarStore.MAX_LIBRARIES)
          .toList();
    }
  }

  private static List<String> indexedIn(Path folder) throws IOException {
    Path index = folder.resolve(BodyDefinition.INDEX);
    if (!Files.isDirectory(index)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(index)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .limit(MAX_SERVICES)
          .toList();
    }
  }

  private static List<String> indexedIn(JarFile jar) {
    TreeSet<String> names = new TreeSet<>();
    jar.stream()
        .filter(entry -> !entry.isDirectory())
        .map(ZipEntry::getName)
        .filter(name -> name.startsWith(BodyDefinition.INDEX))
        .map(name -> name.substring(BodyDefinition.INDEX.length()))
        .filter(name -> !name.isEmpty() && name.indexOf('/') < 0)
        .limit(MAX_SERVICES)
        .forEach(names::add);
    return List.copyOf(names);
  }
}
