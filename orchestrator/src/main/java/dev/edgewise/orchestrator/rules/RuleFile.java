package dev.edgewise.orchestrator.rules;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.rules.MethodShape;
import dev.edgewise.core.rules.RuleEngine;
import dev.edgewise.core.rules.RuleProblem;
import dev.edgewise.core.rules.RuleReading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The operator's file of rules.
 *
 * @param path where it is; empty when there are no rules
 */
public record RuleFile(Optional<Path> path) {
  private static final int MOST_TOLD = 20;

  public RuleFile {
    requireNonNull(path, "path");
  }

  /** What it says, as text. */
  static String text(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(4 * RuleEngine.MAX_FILE + 1);
      if (bytes.length > 4 * RuleEngine.MAX_FILE) {
        throw new IOException("it is larger than " + 4 * RuleEngine.MAX_FILE + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  /** What is wrong with it when nothing is known of services yet; empty when it can be used. */
  public Optional<String> objection() {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    Optional<RuleEngine> engine = RuleEngine.find();
    if (engine.isEmpty()) {
      return Optional.of(
          "there is nothing on the class path that reads rules. Add the artifact"
              + " dev.edgewise:edgewise-rules.");
    }
    try {
      RuleReading reading = engine.get().read(text(path.get()), List.<MethodShape>of(), false);
      return reading.problems().isEmpty()
          ? Optional.empty()
          : Optional.of(words(path.get(), reading.problems()));
    } catch (IOException e) {
      return Optional.of(
          path.get() + ": cannot be read: " + e + ". Name a file that is there and is text.");
    }
  }

  /** All that is wrong, as far as somebody reads it. */
  static String words(Path path, List<RuleProblem> problems) {
    return problems.stream()
            .limit(MOST_TOLD)
            .map(problem -> problem.inWords(path.toString()))
            .collect(Collectors.joining(" "))
        + (problems.size() > MOST_TOLD ? " And " + (problems.size() - MOST_TOLD) + " more." : "");
  }
}
