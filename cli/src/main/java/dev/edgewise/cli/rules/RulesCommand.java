package dev.edgewise.cli.rules;

import dev.edgewise.cli.shell.Problem;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.rules.MethodShape;
import dev.edgewise.core.rules.RuleEngine;
import dev.edgewise.core.rules.RuleReading;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import picocli.CommandLine.Command;

@Command(
    name = "rules",
    synopsisSubcommandLabel = "check|replay",
    description = {
      "Checks files of rules, and says again what rules said of a call.",
      "",
      "Rules stand above what developers wrote: who must not call, where a call may run, which"
          + " answers are not good enough. They are one YAML file with conditions in CEL, which an"
          + " orchestrator is started with (--rules) and the whole fleet obeys. docs/rules.md has"
          + " all of it."
    },
    footer = {
      "",
      "A file with one rule:",
      "  rules:",
      "    - name: too-big",
      "      applies: \"*\"",
      "      when: before",
      "      if: size > 50000000",
      "      then:",
      "        refuse: More than 50 MB are not taken.",
      "",
      "Example:",
      "  edgewise rules check rules.yaml",
      "  edgewise rules check rules.yaml --services vision.jar",
      "  edgewise rules replay 7k3v9q2m4xw1z --rules changed.yaml"
    })
public final class RulesCommand {
  private static final String DESCRIPTORS = "META-INF/edgewise/descriptors/";
  private static final int MOST_BYTES = 4 * RuleEngine.MAX_FILE;

  static RuleEngine engine() {
    return RuleEngine.find()
        .orElseThrow(
            () ->
                new Problem(
                        ErrorCode.MISSING_PREREQUISITE,
                        "nothing here reads rules",
                        "dev.edgewise:edgewise-rules is not on the class path",
                        "start it through the launcher: ./edgewise in the checkout")
                    .failure());
  }

  /** What a file says of these services; of whatever there may be when none are named. */
  static RuleReading read(Path file, List<Path> jars) {
    List<MethodShape> known = new ArrayList<>();
    jars.forEach(jar -> known.addAll(shapes(jar)));
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES);
      return engine().read(new String(bytes, StandardCharsets.UTF_8), known, !jars.isEmpty());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static List<MethodShape> shapes(Path jar) {
    List<byte[]> sets = new ArrayList<>();
    try (JarFile open = new JarFile(jar.toFile())) {
      for (JarEntry entry : open.stream().toList()) {
        if (entry.getName().startsWith(DESCRIPTORS) && !entry.isDirectory()) {
          try (InputStream in = open.getInputStream(entry)) {
            sets.add(in.readAllBytes());
          }
        }
      }
    } catch (IOException e) {
      throw unreadable(jar, e);
    }
    return DynamicServices.of(sets).shapes();
  }

  private static RuntimeException unreadable(Path file, IOException e) {
    return new Problem(
            ErrorCode.NOT_FOUND,
            file + " cannot be read",
            String.valueOf(e),
            "name a file that is there and that this user may read")
        .failure();
  }
}
