package dev.edgewise.rules;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.rules.RuleProblem;
import dev.edgewise.core.rules.RuleReading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each wrong file is refused, with place, reason and fix, as the golden file has it. */
final class WrongRulesTest {
  private static final String GOLDEN = "wrong-rules.txt";

  /** A file of rules, and what is said of it. */
  private record Wrong(String name, String yaml, String said) {}

  @TestFactory
  List<DynamicTest> isRefused() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Wrong wrong : wrong()) {
      tests.add(
          DynamicTest.dynamicTest(
              wrong.name(), () -> assertThat(said(wrong.yaml())).isEqualTo(wrong.said())));
    }
    return tests;
  }

  @Test
  void thereAreAtLeastThirtyAndNoneIsTaken() throws IOException {
    assertThat(wrong()).hasSizeGreaterThanOrEqualTo(30);
    assertThat(wrong()).allSatisfy(wrong -> assertThat(said(wrong.yaml())).isNotEmpty());
  }

  @Test
  void theGoldenFileIsWrittenAnewWhenAsked() throws IOException {
    if (!"write".equals(System.getenv("EDGEWISE_GOLDEN"))) {
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append(text().lines().findFirst().orElseThrow()).append('\n');
    for (Wrong wrong : wrong()) {
      text.append("=== ").append(wrong.name()).append('\n').append(wrong.yaml());
      text.append("---\n").append(said(wrong.yaml()));
    }
    Files.writeString(Path.of("src/test/resources/dev/edgewise/rules", GOLDEN), text);
  }

  private static String said(String yaml) {
    RuleReading reading = new CelRuleEngine().read(yaml, Shapes.VISION, true);
    return reading.problems().stream()
        .map((RuleProblem problem) -> problem.inWords("rules.yaml") + "\n")
        .collect(Collectors.joining());
  }

  private static List<Wrong> wrong() throws IOException {
    List<Wrong> all = new ArrayList<>();
    for (String section : text().split("(?m)^=== ", -1)) {
      String[] parts = section.split("(?m)^---\n", 2);
      if (parts.length == 2) {
        String[] head = parts[0].split("\n", 2);
        all.add(new Wrong(head[0], head[1], parts[1]));
      }
    }
    return all;
  }

  private static String text() throws IOException {
    try (InputStream in = WrongRulesTest.class.getResourceAsStream(GOLDEN)) {
      return new String(requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
