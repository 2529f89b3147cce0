package dev.edgewise.orchestrator.config;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import dev.edgewise.sdk.wire.dynamic.WantedScale;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * How many nodes the developers of some services ask for with {@code @Scale}, read from the
 * descriptor sets in their jars. What cannot be read says nothing here: the agent that is to host
 * it says what is wrong with it.
 */
final class DevelopersScale {
  private static final String FOLDER = "META-INF/edgewise/descriptors/";
  private static final String ENDING = ".binpb";
  private static final int MOST_SETS = 1_000;
  private static final int LARGEST = 4 << 20;

  private DevelopersScale() {}

  /**
   * The largest numbers that any of their methods says; empty when none says any.
   *
   * @param services jars, or folders of classes
   */
  static Optional<WantedScale> of(List<Path> services) {
    List<byte[]> sets = new ArrayList<>();
    for (Path service : services) {
      try {
        if (Files.isDirectory(service)) {
          ofFolder(service.resolve(FOLDER), sets);
        } else {
          ofJar(service, sets);
        }
      } catch (IOException e) {
        // The agent will say so.
      }
    }
    try {
      return DynamicServices.of(sets).scale();
    } catch (EdgewiseException e) {
      return Optional.empty();
    }
  }

  private static void ofFolder(Path folder, List<byte[]> sets) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(ENDING)).toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          add(in, sets);
        }
      }
    }
  }

  private static void ofJar(Path jar, List<byte[]> sets) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().filter(DevelopersScale::isSet).toList()) {
        try (InputStream in = file.getInputStream(entry)) {
          add(in, sets);
        }
      }
    }
  }

  private static boolean isSet(JarEntry entry) {
    return entry.getName().startsWith(FOLDER) && entry.getName().endsWith(ENDING);
  }

  private static void add(InputStream in, List<byte[]> sets) throws IOException {
    byte[] set = in.readNBytes(LARGEST + 1);
    if (set.length <= LARGEST && sets.size() < MOST_SETS) {
      sets.add(set);
    }
  }
}
