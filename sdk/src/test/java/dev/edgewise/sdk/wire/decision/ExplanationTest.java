package dev.edgewise.sdk.wire.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.proto.v1.DecisionRecord;
import dev.edgewise.proto.v1.Step;
import dev.edgewise.sdk.invoke.CallRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Compares whole pages with files in {@code explanations}. To write them anew after a change of the
 * words: {@code mvn test -Dtest=ExplanationTest -Dedgewise.golden=write}, and read the difference.
 */
final class ExplanationTest {
  private static final Path GOLDEN = Path.of("src/test/resources/explanations");

  @Test
  void tellsAnEscalatedCall() throws IOException {
    assertPage("escalated.txt", CallRecords.escalated("1v7k2m9xq3abc"));
  }

  @Test
  void tellsARetriedCall() throws IOException {
    assertPage("retried.txt", CallRecords.retried("2v7k2m9xq3abc"));
  }

  @Test
  void tellsARefusedCall() throws IOException {
    assertPage("refused.txt", CallRecords.refused("3v7k2m9xq3abc"));
  }

  @Test
  void tellsAFailedCall() throws IOException {
    assertPage(
        "failed.txt",
        CallRecords.failed(
            "4v7k2m9xq3abc", Label.INTERNAL, "detect failed: java.io.IOException: no such file"));
  }

  @Test
  void keepsWhatABodySaysOfConfidentialDataToItself() {
    Explanation explanation =
        Explanation.of(
            CallRecords.failed("5v7k2m9xq3abc", Label.CONFIDENTIAL, "patient 4711 is unknown"));

    assertThat(explanation.toText() + explanation.toJson())
        .doesNotContain("4711")
        .contains("withheld: the data is confidential");
  }

  @Test
  void isOneJsonObjectWithItsSchema() {
    String json = Explanation.of(CallRecords.escalated("1v7k2m9xq3abc")).toJson();

    assertThat(json)
        .startsWith("{\"schema\":\"edgewise.explain/1\",\"id\":\"1v7k2m9xq3abc\",")
        .contains(
            "\"method\":\"vision.v1.Vision/detect\"",
            "\"removedBy\":\"other-tier\"",
            "\"loadAge\":\"0.220s\"",
            "\"escalation\":\"escalated\"")
        .doesNotContain("\n");
  }

  @Test
  void hasAHeadline() {
    assertThat(Explanation.of(CallRecords.escalated("1v7k2m9xq3abc")).headline())
        .isEqualTo(
            "2026-11-24 22:02:46.123 UTC  1v7k2m9xq3abc  vision.v1.Vision/detect  completed by"
                + " west1, 84 ms, 2 steps");
  }

  @Test
  void boundsWhatARecordHolds() {
    CallRecord call = CallRecords.plain("6v7k2m9xq3abc");
    List<CallRecord.Step> steps = java.util.Collections.nCopies(100, call.steps().get(0));

    DecisionRecord record =
        DecisionRecords.toProto(
            CallRecords.call("6v7k2m9xq3abc", true, Label.PUBLIC, steps, call.result()));

    assertThat(record.getStepsCount()).isEqualTo(32);
    assertThat(record.getStepsLeftOut()).isEqualTo(68);
  }

  @Test
  void survivesARecordThatSaysNothingAndOneThatSaysNonsense() {
    DecisionRecord nonsense =
        DecisionRecord.newBuilder()
            .setId("\u001b[31mred")
            .setTime(com.google.protobuf.Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
            .setDeadline(com.google.protobuf.Duration.newBuilder().setSeconds(Long.MIN_VALUE))
            .setLabelValue(77)
            .addSteps(Step.newBuilder().setKindValue(9).setAnswer("?\n?"))
            .build();

    assertThat(new Explanation(DecisionRecord.getDefaultInstance()).toText())
        .contains("ended before any node was chosen");
    assertThat(new Explanation(nonsense).toText()).doesNotContain("\u001b");
    assertThat(new Explanation(nonsense).headline()).doesNotContain("\u001b");
  }

  private static void assertPage(String name, CallRecord call) throws IOException {
    String page = Explanation.of(call).toText();
    Path file = GOLDEN.resolve(name);
    if ("write".equals(System.getProperty("edgewise.golden"))) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, page);
    }
    assertThat(file).as("a file with the expected page; see the class comment").exists();
    assertThat(page).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
  }
}
