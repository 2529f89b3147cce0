package dev.edgewise.cli.daemon;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Of a zone's file as much as has to be known before an orchestrator reads it: whom to issue
 * certificates for. Whatever is wrong with the file is for the orchestrator to say.
 *
 * @param zone its name
 * @param max nodes that it may have
 */
record ZoneFile(String zone, int max) {
  /** The most that any zone may have; where a file does not say, its services may. */
  private static final int MOST_NODES = 100;

  private static final Pattern ZONE =
      Pattern.compile("(?m)^zone:[ \\t]*['\"]?([\\w.-]+)['\"]?[ \\t]*(?:#.*)?$");
  private static final Pattern MAX = Pattern.compile("(?m)^max:[ \\t]*(\\d{1,3})[ \\t]*(?:#.*)?$");

  ZoneFile {
    requireNonNull(zone, "zone");
  }

  /** Those of files, and of the files in folders, as an orchestrator takes them. */
  static List<ZoneFile> in(List<Path> paths) {
    List<ZoneFile> zones = new ArrayList<>();
    for (Path path : paths) {
      try {
        if (Files.isDirectory(path)) {
          try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.filter(ZoneFile::isYaml).sorted().toList()) {
              parse(Files.readString(file)).ifPresent(zones::add);
            }
          }
        } else {
          parse(Files.readString(path)).ifPresent(zones::add);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(path + " cannot be read: " + e, e);
      }
    }
    return zones;
  }

  private static boolean isYaml(Path file) {
    String name = file.toString();
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  /** Empty when no zone is named. */
  static Optional<ZoneFile> parse(String text) {
    Matcher zone = ZONE.matcher(text);
    if (!zone.find()) {
      return Optional.empty();
    }
    Matcher max = MAX.matcher(text);
    int most = max.find() ? Integer.parseInt(max.group(1)) : MOST_NODES;
    return Optional.of(new ZoneFile(zone.group(1), Math.clamp(most, 1, MOST_NODES)));
  }
}
