package dev.edgewise.daemon.config;

import java.util.List;
import java.util.stream.Collectors;

/** What {@code --help} and {@code --print-config} print. */
final class Help {
  private Help() {}

  static String text(Schema<?> schema) {
    StringBuilder text = new StringBuilder(schema.introduction());
    text.append(
        """

        Each key may stand in the file (name: value), in the environment and on the command line,
        which wins over the environment, which wins over the file. Relative paths in the file are
        meant from the file's folder.

          --config FILE      the file, in YAML; also EDGEWISE_CONFIG
          --validate         check the configuration, say what is wrong with it, and end
          --print-config     print what is in force, and from where, and end
          --health           ask the daemon that runs with this configuration how it is, and end: 0
                             when it is ready
          --help             this

        """);
    for (Key<?> key : schema.keys().all()) {
      text.append(
          """
            %s   (file: %s, environment: %s)
                %s
                Default: %s. Expected: %s.
          """
              .formatted(
                  key.option(),
                  key.name(),
                  key.variable(),
                  key.meaning(),
                  key.fallbackText(),
                  key.kind().expected()));
    }
    return text.toString();
  }

  /** A file that would have the same effect, with the origin of each value behind it. */
  static String effective(Values values) {
    StringBuilder text = new StringBuilder();
    values
        .all()
        .forEach(
            (key, value) -> {
              if (value.texts().isEmpty()) {
                text.append("# ").append(key.name()).append(": none");
              } else {
                text.append(key.name()).append(": ").append(yaml(key, value.texts()));
              }
              text.append("   # ").append(value.origin()).append('\n');
            });
    return text.toString();
  }

  private static String yaml(Key<?> key, List<String> texts) {
    return key.kind().shape().isList()
        ? texts.stream().map(Help::quoted).collect(Collectors.joining(", ", "[", "]"))
        : quoted(texts.getFirst());
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9/][A-Za-z0-9._/-]*")
        ? text
        : "'" + text.replace("'", "''") + "'";
  }
}
