package dev.edgewise.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.cli.FakeShell;
import dev.edgewise.core.Candidate;
import dev.edgewise.core.Clock;
import dev.edgewise.core.Decision;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.Filter;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Node;
import dev.edgewise.core.Placement;
import dev.edgewise.core.Site;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.Trust;
import dev.edgewise.sdk.invoke.CallRecord;
import dev.edgewise.sdk.invoke.Origin;
import dev.edgewise.sdk.wire.decision.DecisionFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExplainCommandTest {
  private static final String ID = "7k3v9q2m4xw1z";

  /**
   * Stands still, so that closing waits for the writer however long it takes: the first record that
   * a process writes may take seconds on a busy machine.
   */
  private static final Clock STILL =
      new Clock() {
        @Override
        public long nanos() {
          return 0;
        }

        @Override
        public Instant now() {
          return Instant.parse("2026-01-01T00:00:00Z");
        }
      };

  @TempDir private Path folder = Path.of("");

  private FakeShell afterARefusedCall() {
    try (DecisionFiles files =
        DecisionFiles.open(
            folder.resolve("kept"),
            DecisionFiles.Limits.DEFAULT,
            STILL,
            new Random(1),
            Thread::new)) {
      files.record(refused());
    }
    return FakeShell.in(folder);
  }

  private static CallRecord refused() {
    Node edge = new Node("nyc-edge01", Tier.EDGE, new Site("nyc-edge01", Trust.OWN));
    MethodContract method =
        new MethodContract(
            "shop.v1.Vision",
            "detect",
            Tier.EDGE,
            Duration.ofSeconds(2),
            true,
            Label.INTERNAL,
            Optional.empty());
    Decision decision =
        new Decision(
            3,
            List.of(
                new Candidate.Removed(
                    edge, Filter.UNREACHABLE, "nyc-edge01 has not answered for 4 s")),
            new Placement.Refuse(ErrorCode.NO_NODE, "no node may run it"));
    return new CallRecord(
        Instant.parse("2026-01-01T00:00:00Z"),
        Duration.ofSeconds(2),
        new Invocation(ID, method, 100, 5, Label.INTERNAL, Optional.empty()),
        TraceContext.begin(new Random(2)),
        Origin.APPLICATION,
        List.of(
            new CallRecord.Step(
                CallRecord.StepKind.FIRST, Duration.ZERO, decision, "", "", Duration.ZERO)),
        new CallRecord.Result(
            "refused",
            Optional.of(ErrorCode.NO_NODE),
            "no node may run it",
            Optional.empty(),
            new Escalation.None(),
            Duration.ofMillis(1)));
  }

  @Test
  void a_call_is_explained_after_its_application_has_gone() {
    FakeShell shell = afterARefusedCall();

    assertThat(shell.run("explain", ID, "--folder", "kept")).isZero();
    assertThat(shell.out())
        .contains(ID, "shop.v1.Vision/detect", "nyc-edge01", "has not answered for 4 s");
  }

  @Test
  void programs_get_the_record_as_one_document() {
    FakeShell shell = afterARefusedCall();

    assertThat(shell.run("explain", ID, "--folder=kept", "-o", "json")).isZero();
    assertThat(JsonParser.parseString(shell.out()).getAsJsonObject().keySet())
        .contains("schema", "id");
  }

  @Test
  void without_an_id_the_last_calls_are_listed() {
    FakeShell shell = afterARefusedCall();

    assertThat(shell.run("explain", "--folder=kept")).isZero();
    assertThat(shell.out()).contains(ID, "shop.v1.Vision/detect");
  }

  @Test
  void the_list_has_a_form_for_programs() {
    FakeShell shell = afterARefusedCall();

    assertThat(shell.run("explain", "--folder=kept", "-o", "json")).isZero();
    assertThat(shell.out()).contains("edgewise.explain-list/1", "\"id\": \"" + ID + "\"");
  }

  @Test
  void an_unknown_id_says_where_it_was_looked_for_and_why_it_may_be_missing() {
    FakeShell shell = afterARefusedCall();

    assertThat(shell.run("explain", "0000000000000", "--folder=kept")).isEqualTo(1);
    assertThat(shell.err())
        .contains("EW9003", "0000000000000", folder.resolve("kept").toString(), "sample");
  }

  @Test
  void a_folder_that_is_not_there_holds_no_calls() {
    FakeShell shell = FakeShell.in(folder);

    assertThat(shell.run("explain", "--folder=nothing")).isZero();
    assertThat(shell.out()).contains("No calls are recorded in", "nothing");
  }
}
