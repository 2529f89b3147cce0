package dev.edgewise.orchestrator.config;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.daemon.config.CommandLine;
import dev.edgewise.daemon.config.Wish;
import dev.edgewise.orchestrator.zone.ZoneTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the files of zones: one zone each, with the same care as the orchestrator's own file. */
final class ZoneFiles {
  private static final int MOST_ZONES = 64;

  private ZoneFiles() {}

  /**
   * All zones of these files, and of all {@code .yaml} and {@code .yml} files in these folders.
   *
   * @param papers of nodes that are started here; empty where all is in plain text
   * @throws EdgewiseException with {@code BAD_CONFIGURATION}; its message has all that is wrong,
   *     with file and line
   */
  static List<ZoneTemplate> read(List<Path> paths, Optional<ZonePapers> papers) {
    List<String> problems = new ArrayList<>();
    Map<String, Path> seen = new TreeMap<>();
    List<ZoneTemplate> templates = new ArrayList<>();
    for (Path file : files(paths, problems)) {
      try {
        ZoneTemplate template = template(file, papers);
        Path other = seen.putIfAbsent(template.zone(), file);
        if (other != null) {
          problems.add(
              file
                  + ": zone "
                  + template.zone()
                  + " stands in "
                  + other
                  + " too. Keep one of them.");
        }
        templates.add(template);
      } catch (EdgewiseException e) {
        String.valueOf(e.getMessage())
            .lines()
            .filter(line -> !line.startsWith("--help"))
            // What nobody wrote has no line.
            .map(line -> line.startsWith(file.toString()) ? line : file + ": " + line)
            .forEach(problems::add);
      }
    }
    if (templates.size() > MOST_ZONES) {
      problems.add(templates.size() + " zones are too many; keep at most " + MOST_ZONES + ".");
    }
    if (!problems.isEmpty()) {
      throw EdgewiseException.of(ErrorCode.BAD_CONFIGURATION, String.join(" ", problems));
    }
    return List.copyOf(templates);
  }

  private static ZoneTemplate template(Path file, Optional<ZonePapers> papers) {
    Wish<ZoneTemplate> wish =
        CommandLine.read(
            new ZoneKeys(papers).schema(), List.of("--config", file.toString()), Map.of());
    if (wish instanceof Wish.Run<ZoneTemplate>(ZoneTemplate template)) {
      return template;
    }
    throw new IllegalStateException("nothing was asked to be printed");
  }

  private static List<Path> files(List<Path> paths, List<String> problems) {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (!Files.isDirectory(path)) {
        files.add(path);
        continue;
      }
      try (Stream<Path> all = Files.list(path)) {
        List<Path> found =
            all.filter(each -> each.toString().matches(".*\\.ya?ml")).sorted().toList();
        files.addAll(found);
        if (found.isEmpty()) {
          problems.add(path + ": there is no file *.yaml in this folder. Write one for each zone.");
        }
      } catch (IOException e) {
        problems.add(path + ": cannot be read: " + e + ".");
      }
    }
    return files;
  }
}
