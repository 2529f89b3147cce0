package dev.edgewise.sdk.wire.decision;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Candidate;
import dev.edgewise.core.Decision;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.Filter;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Node;
import dev.edgewise.core.Placement;
import dev.edgewise.core.Score;
import dev.edgewise.core.Site;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.Trust;
import dev.edgewise.core.UnsureBand;
import dev.edgewise.sdk.invoke.CallRecord;
import dev.edgewise.sdk.invoke.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Calls as the invoker records them. */
final class CallRecords {
  static final Node NYC = new Node("nyc-edge01", Tier.EDGE, new Site("nyc", Trust.OWN));
  static final Node LONDON = new Node("london-edge02", Tier.EDGE, new Site("london", Trust.OWN));
  static final Node WEST = new Node("west1", Tier.CLOUD, new Site("west1", Trust.TRUSTED));

  private CallRecords() {}

  /** One that completed at the first try. */
  static CallRecord plain(String id) {
    return call(
        id,
        true,
        Label.INTERNAL,
        List.of(placed(NYC, "completed", "")),
        completed(NYC, new Escalation.None()));
  }

  static CallRecord escalated(String id) {
    return call(
        id,
        true,
        Label.INTERNAL,
        List.of(placed(NYC, "completed", ""), escalationTo(WEST)),
        completed(WEST, new Escalation.Escalated(0.413, "nyc-edge01")));
  }

  static CallRecord retried(String id) {
    CallRecord.Step first = placed(NYC, "lost", "Connection reset");
    CallRecord.Step second =
        new CallRecord.Step(
            CallRecord.StepKind.RETRY,
            Duration.ofMillis(4),
            new Decision(
                7,
                List.of(
                    new Candidate.Scored(LONDON, score(31, 2)),
                    new Candidate.Removed(
                        NYC, Filter.ALREADY_TRIED, "nyc-edge01: this call was sent there before")),
                new Placement.Run(LONDON, Duration.ofMillis(31), "london-edge02: 31 ms expected")),
            "completed",
            "",
            Duration.ofMillis(33));
    return call(
        id, true, Label.INTERNAL, List.of(first, second), completed(LONDON, new Escalation.None()));
  }

  static CallRecord refused(String id) {
    String reason =
        "no node may run vision.v1.Vision/detect: label local-only is allowed only at the caller's"
            + " own site nyc";
    CallRecord.Step step =
        new CallRecord.Step(
            CallRecord.StepKind.FIRST,
            Duration.ZERO,
            new Decision(
                3,
                List.of(
                    new Candidate.Removed(
                        LONDON,
                        Filter.LABEL,
                        "london-edge02: label local-only is allowed only at the caller's own site"
                            + " nyc; the node is at london"),
                    new Candidate.Removed(
                        NYC,
                        Filter.UNREACHABLE,
                        "nyc-edge01: connections to it are refused or have broken (dead)"),
                    new Candidate.Removed(
                        WEST, Filter.NOT_OFFERED, "west1: no body for Vision/detect runs there")),
                new Placement.Refuse(ErrorCode.NO_NODE, reason)),
            "",
            "",
            Duration.ZERO);
    return call(
        id,
        true,
        Label.LOCAL_ONLY,
        List.of(step),
        new CallRecord.Result(
            "refused",
            Optional.of(ErrorCode.NO_NODE),
            "EW6001 vision.v1.Vision/detect was not sent: " + reason,
            Optional.empty(),
            new Escalation.None(),
            Duration.ofNanos(400_000)));
  }

  static CallRecord failed(String id, Label label, String bodysWords) {
    return call(
        id,
        false,
        label,
        List.of(placed(NYC, "failed", bodysWords)),
        new CallRecord.Result(
            "failed",
            Optional.of(ErrorCode.BODY_FAILED),
            "EW6006 " + bodysWords,
            Optional.of(NYC),
            new Escalation.None(),
            Duration.ofMillis(12)));
  }

  static CallRecord call(
      String id,
      boolean idempotent,
      Label label,
      List<CallRecord.Step> steps,
      CallRecord.Result result) {
    return new CallRecord(
        Instant.parse("2026-11-24T22:02:46.123Z"),
        Duration.ofSeconds(10),
        new Invocation(
            id,
            new MethodContract(
                "vision.v1.Vision",
                "detect",
                Tier.EDGE,
                Duration.ofSeconds(10),
                idempotent,
                Label.INTERNAL,
                Optional.of(new UnsureBand(0.3, 0.7))),
            34_900,
            0,
            label,
            Optional.of("nyc")),
        new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true),
        Origin.APPLICATION,
        steps,
        result);
  }

  static CallRecord.Result completed(Node node, Escalation escalation) {
    return new CallRecord.Result(
        "completed", Optional.empty(), "", Optional.of(node), escalation, Duration.ofMillis(84));
  }

  static CallRecord.Step placed(Node node, String answer, String detail) {
    return new CallRecord.Step(
        CallRecord.StepKind.FIRST,
        Duration.ZERO,
        new Decision(
            7,
            List.of(
                new Candidate.Scored(NYC, score(13, 12)),
                new Candidate.Scored(LONDON, score(31, 2)),
                new Candidate.Scored(WEST, score(96, 0))),
            new Placement.Run(
                node,
                Duration.ofMillis(13),
                node.name() + ": 13 ms expected, 18 ms sooner than london-edge02")),
        answer,
        detail,
        Duration.ofMillis(12));
  }

  private static CallRecord.Step escalationTo(Node node) {
    return new CallRecord.Step(
        CallRecord.StepKind.ESCALATION,
        Duration.ofMillis(13),
        new Decision(
            7,
            List.of(
                new Candidate.Scored(WEST, score(96, 0)),
                new Candidate.Removed(
                    NYC,
                    Filter.OTHER_TIER,
                    "nyc-edge01: the call is bound to the cloud tier; the node is edge")),
            new Placement.Run(node, Duration.ofMillis(96), "west1: 96 ms expected")),
        "completed",
        "",
        Duration.ofMillis(71));
  }

  private static Score score(long total, int samples) {
    return new Score(
        Duration.ofNanos(1_200_000),
        Duration.ofMillis(2),
        Duration.ZERO,
        Duration.ofMillis(total - 3),
        Duration.ofMillis(total),
        samples == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(220)),
        Optional.of(Duration.ofMillis(520)),
        samples,
        samples == 0 ? 1.4 : 1);
  }
}
