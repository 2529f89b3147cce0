package dev.edgewise.cli.train;

import static java.util.Objects.requireNonNull;

import dev.edgewise.cli.shell.Problem;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.NearestNames;
import dev.edgewise.core.Quantities;
import dev.edgewise.core.Text;
import dev.edgewise.core.training.JobSpec;
import dev.edgewise.core.training.NamedContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A job as a user writes it: YAML of plain values, lists of files, and parameters. Paths are meant
 * from the folder of the file.
 */
final class JobFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final Set<String> KEYS =
      Set.of(
          "name",
          "zone",
          "script",
          "worldSize",
          "data",
          "parent",
          "parameters",
          "memory",
          "cpus",
          "priority",
          "restarts",
          "silence",
          "maxTime",
          "masterPort");

  private final Path file;
  private final Map<String, Object> values;

  private JobFile(Path file, Map<String, Object> values) {
    this.file = file;
    this.values = values;
  }

  /** Reads a file; what is wrong with it ends the command. */
  static JobFile read(Path file) {
    String text;
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw bad(file, "it has more than " + MAX_BYTES + " bytes, so it is something else");
      }
      text = Files.readString(file);
    } catch (IOException e) {
      throw bad(file, "it cannot be read: " + e);
    }
    Object root;
    try {
      LoadSettings settings =
          LoadSettings.builder()
              .setAllowDuplicateKeys(false)
              .setMaxAliasesForCollections(0)
              .build();
      root = new Load(settings).loadFromString(text);
    } catch (YamlEngineException e) {
      throw bad(file, "it is not YAML: " + Text.line(String.valueOf(e.getMessage()), 300));
    }
    Map<String, Object> values = new TreeMap<>();
    if (!(root instanceof Map<?, ?> map)) {
      throw bad(file, "it has no lines of the form \"name: value\"");
    }
    for (Map.Entry<?, ?> each : map.entrySet()) {
      String key = String.valueOf(each.getKey());
      if (!KEYS.contains(key)) {
        throw bad(file, "it has no key \"" + key + "\". " + NearestNames.hint(key, KEYS));
      }
      if (each.getValue() != null) {
        values.put(key, each.getValue());
      }
    }
    return new JobFile(file, values);
  }

  Path script() {
    return path("script", text("script"));
  }

  List<Path> data() {
    return list("data").stream().map(each -> path("data", each)).toList();
  }

  Optional<Path> parent() {
    return find("parent").map(each -> path("parent", each));
  }

  /** The job; its files are in the store, or will be. */
  JobSpec spec(NamedContent script, List<NamedContent> data, Optional<NamedContent> parent) {
    requireNonNull(script, "script");
    try {
      return new JobSpec(
          find("name").orElseGet(() -> stem(script.name())),
          text("zone"),
          whole("worldSize", 1),
          script,
          data,
          parameters(),
          parent,
          read("memory", Quantities::bytes, 1L << 30),
          whole("cpus", 0),
          whole("priority", 0),
          whole("restarts", 3),
          read("silence", Quantities::duration, Duration.ofMinutes(10)),
          read("maxTime", Quantities::duration, Duration.ofHours(24)),
          whole("masterPort", 0));
    } catch (IllegalArgumentException e) {
      throw bad(file, String.valueOf(e.getMessage()));
    }
  }

  private static String stem(String name) {
    int dot = name.indexOf('.');
    return dot < 1 ? name : name.substring(0, dot);
  }

  private Path path(String key, String text) {
    Path folder = requireNonNull(file.toAbsolutePath().getParent(), "folder");
    Path path = folder.resolve(text).normalize();
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw bad(file, key + ": no file that can be read is at " + path);
    }
    return path;
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    @Nullable Object given = values.get("parameters");
    if (given == null) {
      return parameters;
    }
    if (!(given instanceof Map<?, ?> map)) {
      throw bad(file, "parameters: expected lines of the form \"name: value\" under it");
    }
    map.forEach((name, value) -> parameters.put(String.valueOf(name), plain("parameters", value)));
    return parameters;
  }

  private List<String> list(String key) {
    @Nullable Object given = values.get(key);
    if (given == null) {
      return List.of();
    }
    return given instanceof List<?> list
        ? list.stream().map(each -> plain(key, each)).toList()
        : List.of(plain(key, given));
  }

  private String text(String key) {
    return find(key).orElseThrow(() -> bad(file, key + ": missing, and it must be given"));
  }

  private Optional<String> find(String key) {
    return Optional.ofNullable(values.get(key)).map(each -> plain(key, each));
  }

  private String plain(String key, @Nullable Object value) {
    if (value == null || value instanceof Map || value instanceof List) {
      throw bad(file, key + ": expected a plain value");
    }
    return String.valueOf(value);
  }

  private int whole(String key, int otherwise) {
    return read(
        key,
        text -> {
          try {
            return Integer.valueOf(text);
          } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no whole number", e);
          }
        },
        otherwise);
  }

  private <T> T read(String key, Function<String, T> parser, T otherwise) {
    return find(key)
        .map(
            text -> {
              try {
                return parser.apply(text);
              } catch (IllegalArgumentException e) {
                throw bad(file, key + ": " + e.getMessage());
              }
            })
        .orElse(otherwise);
  }

  private static RuntimeException bad(Path file, String why) {
    return new Problem(
            ErrorCode.BAD_USAGE,
            "the job of " + file + " cannot be submitted",
            why,
            "'edgewise train submit --help' has an example, and docs/training.md all keys")
        .failure();
  }
}
