package dev.edgewise.agent.host;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Keeps copies of service jars, with the jars inside them unpacked, each in a folder that is named
 * after the jar's SHA-256. Running from a copy means that a jar can be built again under a running
 * agent. What comes out of a jar is bounded in number and bytes, and its names cannot leave the
 * folder. Used by one agent at a time.
 */
final class JarStore {
  /** Where jars lie inside a service's jar or folder. */
  static final String LIBRARIES = "META-INF/edgewise/lib/";

  static final int MAX_LIBRARIES = 500;

  private static final long MAX_BYTES = 1L << 30;
  private static final Pattern LIBRARY =
      Pattern.compile(Pattern.quote(LIBRARIES) + "([A-Za-z0-9][A-Za-z0-9._+-]{0,150}\\.jar)");

  private final Path root;
  private final long maxBytes;
  private final Set<Path> inUse = new TreeSet<>();

  /** A store in this folder, which is created when it is missing. */
  JarStore(Path root) {
    this(root, MAX_BYTES);
  }

  JarStore(Path root, long maxBytes) {
    this.root = requireNonNull(root, "root");
    this.maxBytes = maxBytes;
  }

  /**
   * A kept jar.
   *
   * @param jar the copy
   * @param libraries the jars from inside it, in the order of their names
   */
  record Stored(Path jar, List<Path> libraries) {
    Stored {
      libraries = List.copyOf(libraries);
    }

    List<Path> classPath() {
      List<Path> all = new ArrayList<>(List.of(jar));
      all.addAll(libraries);
      return all;
    }
  }

  /**
   * Copies a jar into the store, unless it is there.
   *
   * @throws EdgewiseException with {@code BAD_SERVICE_JAR} when it breaks a bound or a rule
   */
  Stored keep(Path original) throws IOException {
    Files.createDirectories(root);
    Path making = Files.createTempDirectory(root, "new-");
    try {
      String hash = copy(original, making.resolve("service.jar"));
      Path home = root.resolve(hash);
      if (!Files.isDirectory(home)) {
        unpack(original, making);
        move(making, home);
      }
      inUse.add(home);
      Path libraries = home.resolve("lib");
      return new Stored(home.resolve("service.jar"), jarsIn(libraries));
    } finally {
      delete(making);
    }
  }

  /** Removes what earlier runs left and this one does not use. */
  void sweep() throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    List<Path> old;
    try (Stream<Path> homes = Files.list(root)) {
      old = homes.filter(home -> !inUse.contains(home)).toList();
    }
    for (Path home : old) {
      delete(home);
    }
  }

  private String copy(Path original, Path to) throws IOException {
    MessageDigest sha256 = Digests.sha256();
    try (InputStream in = Files.newInputStream(original);
        OutputStream out = new DigestOutputStream(Files.newOutputStream(to), sha256)) {
      if (transfer(in, out, maxBytes) > maxBytes) {
        throw refused(original, "is larger than " + maxBytes + " bytes");
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private void unpack(Path original, Path home) throws IOException {
    Path libraries = Files.createDirectory(home.resolve("lib"));
    long left = maxBytes;
    int count = 0;
    try (JarFile jar = new JarFile(home.resolve("service.jar").toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().map(ZipEntry.class::cast)::iterator) {
        if (entry.isDirectory() || !entry.getName().startsWith(LIBRARIES)) {
          continue;
        }
        var name = LIBRARY.matcher(entry.getName());
        if (!name.matches()) {
          throw refused(
              original,
              "holds \""
                  + printable(entry.getName())
                  + "\" (expected in "
                  + LIBRARIES
                  + ": jars only, without folders, their names of letters, digits and ._+-)");
        }
        if (++count > MAX_LIBRARIES) {
          throw refused(original, "holds more than " + MAX_LIBRARIES + " jars in " + LIBRARIES);
        }
        try (InputStream in = jar.getInputStream(entry);
            OutputStream out = Files.newOutputStream(libraries.resolve(name.group(1)))) {
          // The size that an entry claims is a stranger's word: count what really comes out.
          left -= transfer(in, out, left);
        }
        if (left < 0) {
          throw refused(
              original, "holds jars of more than " + maxBytes + " bytes together in " + LIBRARIES);
        }
      }
    }
  }

  /** Copies until the end or until one byte more than {@code most}; returns how many it read. */
  private static long transfer(InputStream in, OutputStream out, long most) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long total = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      total += n;
      if (total > most) {
        return total;
      }
      out.write(buffer, 0, n);
    }
    return total;
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to);
    }
  }

  private static List<Path> jarsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(tree)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  private static EdgewiseException refused(Path jar, String why) {
    return EdgewiseException.of(
        ErrorCode.BAD_SERVICE_JAR,
        "The service jar "
            + jar
            + " "
            + why
            + ". Build it as docs/service-jars.md shows, or name another.");
  }

  private static String printable(String name) {
    String clean = name.replaceAll("[^\\x20-\\x7E]", "?");
    return clean.length() <= 200 ? clean : clean.substring(0, 200) + "…";
  }
}
