package dev.edgewise.cli.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.cli.FakeShell;
import dev.edgewise.core.Clock;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.rules.Phase;
import dev.edgewise.core.rules.RuleAction;
import dev.edgewise.core.rules.RuleDefinition;
import dev.edgewise.core.rules.RuleTrace;
import dev.edgewise.core.rules.RuleTrace.Result;
import dev.edgewise.core.rules.RuleTrace.Said;
import dev.edgewise.core.rules.RuleVerdict;
import dev.edgewise.sdk.invoke.CallRecord;
import dev.edgewise.sdk.invoke.Origin;
import dev.edgewise.sdk.wire.decision.DecisionFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RulesCommandTest {
  private static final String ID = "7k3v9q2m4xw1z";
  @TempDir private Path folder = Path.of("");
  private FakeShell shell = FakeShell.in(folder);

  @BeforeEach
  void begin() {
    shell = FakeShell.in(folder);
  }

  private void write(String bound) throws IOException {
    Files.writeString(
        folder.resolve("rules.yaml"),
        """
        rules:
          - name: too-big
            applies: "*"
            when: before
            if: size > %s
            then:
              refuse: Not that much.
        """
            .formatted(bound));
  }

  private void recorded() {
    try (DecisionFiles files =
        DecisionFiles.open(
            folder.resolve("kept"),
            DecisionFiles.Limits.DEFAULT,
            Clock.system(),
            new Random(1),
            Thread::new)) {
      files.record(refused());
    }
  }

  private static CallRecord refused() {
    RuleDefinition rule =
        new RuleDefinition(
            "too-big",
            List.of("*"),
            Phase.BEFORE,
            "size > 100",
            new RuleAction.Refuse("Not that much."));
    MethodContract method =
        new MethodContract(
            "shop.v1.Vision",
            "detect",
            Tier.EDGE,
            Duration.ofSeconds(2),
            true,
            Label.INTERNAL,
            Optional.empty());
    return new CallRecord(
        Instant.parse("2026-11-30T18:00:00Z"),
        Duration.ofSeconds(2),
        new Invocation(ID, method, 150, 0, Label.INTERNAL, Optional.empty()),
        new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true),
        Origin.APPLICATION,
        List.of(),
        new CallRecord.Result(
            "refused",
            Optional.of(ErrorCode.RULE_REFUSED),
            "EW6040 no",
            Optional.empty(),
            new Escalation.None(),
            Duration.ofMillis(1)),
        List.of(
            new RuleTrace(
                "0123456789abcdef",
                Phase.BEFORE,
                List.of(new Said(rule, Result.MET, "")),
                Map.of("size", 150L),
                Set.of(),
                List.of(),
                new RuleVerdict(RuleVerdict.Kind.REFUSE, "too-big", "Not that much."))));
  }

  @Test
  void a_good_file_is_said_to_be_good() throws IOException {
    write("100");
    assertThat(shell.run("rules", "check", "rules.yaml")).isZero();
    assertThat(shell.out()).contains("1 rules, nothing is wrong with them");
  }

  @Test
  void what_is_wrong_is_told_with_its_place() throws IOException {
    write("\"100\"");
    assertThat(shell.run("rules", "check", "rules.yaml")).isEqualTo(78);
    assertThat(shell.out())
        .contains("rules.yaml:5:14: rule too-big: \">\" does not take (int, string)");
  }

  @Test
  void programs_get_what_is_wrong_as_one_document() throws IOException {
    write("\"100\"");
    assertThat(shell.run("rules", "check", "rules.yaml", "-o", "json")).isEqualTo(78);
    assertThat(JsonParser.parseString(shell.out()).getAsJsonObject().keySet())
        .contains("schema", "problems", "notes");
  }

  @Test
  void a_decision_replayed_from_its_record_is_the_same() {
    recorded();
    assertThat(shell.run("rules", "replay", ID, "--folder=kept")).isZero();
    assertThat(shell.out())
        .contains("1 rules asked then, refuse by too-big; now 1, refuse by too-big")
        .contains("The same as then.");
  }

  @Test
  void a_changed_file_shows_what_it_would_have_said() throws IOException {
    recorded();
    write("200");
    assertThat(shell.run("rules", "replay", ID, "--folder=kept", "--rules", "rules.yaml"))
        .isEqualTo(3);
    assertThat(shell.out()).contains("now 1, nothing").contains("Not the same as then.");
  }

  @Test
  void a_call_that_no_rule_was_asked_about_is_said_so() {
    assertThat(shell.run("rules", "replay", ID, "--folder=kept")).isEqualTo(1);
    assertThat(shell.err()).contains("EW9003").contains("there is no record of a call " + ID);
  }
}
