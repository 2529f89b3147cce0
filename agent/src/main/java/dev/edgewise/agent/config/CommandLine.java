package dev.edgewise.agent.config;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a command line, with the environment and the file that it names, into what the agent should
 * do. The command line wins over the environment, that over the file, that over defaults.
 */
public final class CommandLine {
  private static final int CLOSE_ENOUGH = 3;

  private final Tier tier;
  private final AgentKeys keys;
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();
  private final Map<Key<?>, Given> given = new LinkedHashMap<>();
  private Optional<Path> file = Optional.empty();
  private boolean help;
  private boolean printConfig;

  private CommandLine(Tier tier, Map<String, String> environment, Machine machine) {
    this.tier = requireNonNull(tier, "tier");
    this.environment = Map.copyOf(environment);
    this.keys = new AgentKeys(tier, machine);
  }

  /** What an agent is asked to do. */
  public sealed interface Wish {
    /**
     * Run.
     *
     * @param config checked
     */
    record Run(AgentConfig config) implements Wish {}

    /**
     * Print something and end.
     *
     * @param text to print
     */
    record Print(String text) implements Wish {}
  }

  private record Given(List<String> texts, String origin, Optional<Path> base) {}

  /**
   * Reads everything.
   *
   * @throws EdgewiseException with {@code BAD_CONFIGURATION}, whose message names all that is
   *     wrong, each on a line of its own with its place
   */
  public static Wish read(
      Tier tier, List<String> arguments, Map<String, String> environment, Machine machine) {
    return new CommandLine(tier, environment, machine).read(arguments);
  }

  private Wish read(List<String> arguments) {
    arguments(arguments);
    if (help) {
      return new Wish.Print(Help.text(tier, keys));
    }
    environment();
    file.ifPresent(this::file);
    Values values = new Values();
    keys.all().forEach(key -> parse(key, values));
    if (!problems.isEmpty()) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CONFIGURATION,
          String.join(System.lineSeparator(), problems)
              + System.lineSeparator()
              + "--help shows all keys, --print-config what is in force.");
    }
    return printConfig
        ? new Wish.Print(Help.effective(values))
        : new Wish.Run(AgentConfig.of(tier, keys, values));
  }

  private void arguments(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      String option = equals < 0 ? argument : argument.substring(0, equals);
      Optional<Key<?>> key =
          keys.all().stream().filter(each -> each.option().equals(option)).findFirst();
      boolean flag =
          isOneOf(option, "--help", "-h", "--print-config") || key.filter(this::isFlag).isPresent();
      String value;
      if (equals >= 0) {
        value = argument.substring(equals + 1);
      } else if (flag) {
        value = "true";
      } else if (key.isEmpty() && !option.equals("--config")) {
        value = "";
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
      case "--config" -> file = Optional.of(Path.of(value));
      default ->
          problems.add(
              option
                  + ": there is no such option."
                  + nearest(option, keys.all().stream().map(Key::option).toList()));
    }
  }

  private boolean isFlag(Key<?> key) {
    return key.equals(keys.exitWithStdin);
  }

  private void give(Key<?> key, List<String> texts, String origin) {
    Given before = given.get(key);
    if (before != null && key.kind().list()) {
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
              Optional<Key<?>> key =
                  keys.all().stream().filter(each -> each.name().equals(name)).findFirst();
              if (key.isEmpty()) {
                problems.add(
                    place
                        + ": there is no key \""
                        + printable(name)
                        + "\"."
                        + nearest(name, keys.all().stream().map(Key::name).toList()));
              } else if (entry.list() && !key.get().kind().list()) {
                problems.add(place + ": " + name + " takes one value, not a list.");
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
            key.name()
                + ": must be given, in the file, as "
                + key.option()
                + " or as "
                + key.variable()
                + ". "
                + key.meaning());
        return;
      }
      source = new Given(key.fallback().get().apply(values), "default", Optional.empty());
      if (source.texts().isEmpty()) {
        values.put(key, new Values.Value(List.of(), "default", Optional.empty()));
        return;
      }
    }
    List<String> texts = resolved(key, source);
    if (texts.isEmpty()) {
      problems.add(source.origin() + ": " + key.name() + " has an empty list.");
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
    if (source.base().isEmpty() || !(key.equals(keys.services) || key.equals(keys.dataFolder))) {
      return source.texts();
    }
    return source.texts().stream()
        .map(text -> text.isBlank() ? text : source.base().get().resolve(text).toString())
        .toList();
  }

  private static List<String> split(Key<?> key, String text) {
    return key.kind().list()
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
      int distance = Distance.between(wrong, name);
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
