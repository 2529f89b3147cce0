package dev.edgewise.daemon.config;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.NearestNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a command line, with the environment and the file that it names, into what a daemon should
 * do. The command line wins over the environment, that over the file, that over defaults.
 *
 * @param <C> the daemon's configuration
 */
public final class CommandLine<C> {
  private static final int OK = 0;
  private static final int BAD_CONFIGURATION = 78;
  private static final int CLOSE_ENOUGH = 3;

  private final Schema<C> schema;
  private final KeySet keys;
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();
  private final Map<Key<?>, Given> given = new LinkedHashMap<>();
  private Optional<Path> file = Optional.empty();
  private boolean help;
  private boolean printConfig;
  private boolean validate;
  private boolean health;

  private CommandLine(Schema<C> schema, Map<String, String> environment) {
    this.schema = requireNonNull(schema, "schema");
    this.keys = schema.keys();
    this.environment = Map.copyOf(environment);
  }

  private record Given(List<String> texts, String origin, Optional<Path> base) {}

  /**
   * Reads everything.
   *
   * @throws EdgewiseException with {@code BAD_CONFIGURATION}, whose message names all that is
   *     wrong, each on a line of its own with its place
   */
  public static <C> Wish<C> read(
      Schema<C> schema, List<String> arguments, Map<String, String> environment) {
    return new CommandLine<>(schema, environment).read(arguments);
  }

  private Wish<C> read(List<String> arguments) {
    arguments(arguments);
    if (help) {
      return new Wish.Print<>(Help.text(schema), OK);
    }
    environment();
    file.ifPresent(this::file);
    Values values = new Values();
    keys.all().forEach(key -> parse(key, values));
    keys.objections(values)
        .forEach(objection -> problems.add(place(values, objection) + objection.what()));
    if (validate) {
      return problems.isEmpty()
          ? new Wish.Print<>(file.map(Path::toString).orElse("configuration") + ": ok\n", OK)
          : new Wish.Print<>(String.join("\n", problems) + "\n", BAD_CONFIGURATION);
    }
    if (!problems.isEmpty()) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CONFIGURATION,
          String.join(System.lineSeparator(), problems)
              + System.lineSeparator()
              + "--help shows all keys, --print-config what is in force.");
    }
    if (printConfig) {
      return new Wish.Print<>(Help.effective(values), OK);
    }
    C config = schema.config().apply(values);
    return health ? new Wish.Health<>(config) : new Wish.Run<>(config);
  }

  /** Where what somebody said is wrong; of what nobody said, only its name. */
  private static String place(Values values, KeySet.Objection objection) {
    String origin = values.origin(objection.key());
    String name = objection.key().name();
    if (origin.equals(Values.DEFAULT)) {
      return name + ": ";
    }
    return origin + ": " + (origin.equals(objection.key().option()) ? "" : name + ": ");
  }

  private void arguments(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      String option = equals < 0 ? argument : argument.substring(0, equals);
      Optional<Key<?>> key = keys.ofOption(option);
      boolean flag =
          isOneOf(option, "--help", "-h", "--print-config", "--validate", "--health")
              || key.filter(CommandLine::isFlag).isPresent();
      String value;
      if (equals >= 0) {
        value = argument.substring(equals + 1);
      } else if (flag) {
        value = "true";
      } else if (key.isEmpty() && !option.equals("--config")) {
        value = "";
        // What stands behind it was meant for it, and is no second mistake.
        i += i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("-") ? 1 : 0;
      } else if (i + 1 < arguments.size()) {
        value = arguments.get(++i);
      } else {
        problems.add(option + ": needs a value behind it.");
        return;
      }
      option(option, key, value);
    }
  }

  private void option(String option, Optional<Key<?>> key, String value) {
    if (key.isPresent()) {
      give(key.get(), split(key.get(), value), option);
      return;
    }
    switch (option) {
      case "--help", "-h" -> help = true;
      case "--print-config" -> printConfig = true;
      case "--validate" -> validate = true;
      case "--health" -> health = true;
      case "--config" -> file = Optional.of(Path.of(value));
      default ->
          problems.add(
              option
                  + ": there is no such option."
                  + nearest(option, keys.all().stream().map(Key::option).toList()));
    }
  }

  private static boolean isFlag(Key<?> key) {
    return key.kind().shape() == Kind.Shape.FLAG;
  }

  private void give(Key<?> key, List<String> texts, String origin) {
    Given before = given.get(key);
    if (before != null && key.kind().shape().isList()) {
      List<String> both = new ArrayList<>(before.texts());
      both.addAll(texts);
      given.put(key, new Given(both, origin, Optional.empty()));
    } else {
      given.put(key, new Given(texts, origin, Optional.empty()));
    }
  }

  private void environment() {
    for (Key<?> key : keys.all()) {
      String text = environment.get(key.variable());
      if (text != null) {
        given.putIfAbsent(key, new Given(split(key, text), key.variable(), Optional.empty()));
      }
    }
    String config = environment.get("EDGEWISE_CONFIG");
    if (config != null && file.isEmpty()) {
      file = Optional.of(Path.of(config));
    }
  }

  private void file(Path path) {
    Path base = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(Path.of("/"));
    YamlFile.read(path, problems::add)
        .forEach(
            (name, entry) -> {
              String place = path + ":" + entry.line();
              Optional<Key<?>> key = keys.named(name);
              if (key.isEmpty()) {
                problems.add(
                    place
                        + ": there is no key \""
                        + printable(name)
                        + "\"."
                        + nearest(name, keys.all().stream().map(Key::name).toList())
                        + " --help shows all keys.");
              } else if (entry.list() && !key.get().kind().shape().isList()) {
                problems.add(
                    place
                        + ": "
                        + name
                        + " takes one value, not a list (expected: "
                        + key.get().kind().expected()
                        + ").");
              } else {
                given.putIfAbsent(key.get(), new Given(entry.texts(), place, Optional.of(base)));
              }
            });
  }

  private <T> void parse(Key<T> key, Values values) {
    Given source = given.get(key);
    if (source == null) {
      if (key.fallback().isEmpty()) {
        problems.add(
            file.map(path -> path + ": ").orElse("")
                + key.name()
                + ": must be given, in the file, as "
                + key.option()
                + " or as "
                + key.variable()
                + ". "
                + key.meaning());
        return;
      }
      source = new Given(key.fallback().get().apply(values), Values.DEFAULT, Optional.empty());
      if (source.texts().isEmpty()) {
        values.put(key, new Values.Value(List.of(), Values.DEFAULT, Optional.empty()));
        return;
      }
    }
    List<String> texts = resolved(key, source);
    if (texts.isEmpty()) {
      problems.add(
          source.origin()
              + ": "
              + key.name()
              + " has an empty list. Leave the key out, or give it a value.");
      return;
    }
    try {
      T parsed = key.kind().parser().apply(texts);
      values.put(key, new Values.Value(texts, source.origin(), Optional.of(parsed)));
    } catch (IllegalArgumentException e) {
      problems.add(
          source.origin()
              + ": "
              + key.name()
              + ": \""
              + printable(String.join(", ", texts))
              + "\" (expected: "
              + key.kind().expected()
              + ").");
    }
  }

  /** A relative path in a file is meant from that file's folder. */
  private List<String> resolved(Key<?> key, Given source) {
    if (source.base().isEmpty() || !key.kind().shape().isPath()) {
      return source.texts();
    }
    return source.texts().stream()
        .map(text -> text.isBlank() ? text : source.base().get().resolve(text).toString())
        .toList();
  }

  private static List<String> split(Key<?> key, String text) {
    return key.kind().shape().isList()
        ? Arrays.stream(text.split(",", -1)).map(String::strip).toList()
        : List.of(text);
  }

  private static boolean isOneOf(String text, String... all) {
    return Arrays.asList(all).contains(text);
  }

  private static String nearest(String wrong, List<String> names) {
    String best = "";
    int least = CLOSE_ENOUGH + 1;
    for (String name : names) {
      int distance = NearestNames.distance(wrong, name);
      if (distance < least) {
        least = distance;
        best = name;
      }
    }
    return best.isEmpty() ? "" : " Did you mean " + best + "?";
  }

  private static String printable(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= 100 ? clean : clean.substring(0, 100) + "…";
  }
}
