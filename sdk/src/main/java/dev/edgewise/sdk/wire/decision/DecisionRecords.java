package dev.edgewise.sdk.wire.decision;

import com.google.protobuf.Timestamp;
import dev.edgewise.annotations.Label;
import dev.edgewise.core.Candidate;
import dev.edgewise.core.Decision;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Escalation;
import dev.edgewise.core.Filter;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Node;
import dev.edgewise.core.Placement;
import dev.edgewise.core.Score;
import dev.edgewise.core.Text;
import dev.edgewise.core.UnsureBand;
import dev.edgewise.proto.v1.Cascade;
import dev.edgewise.proto.v1.DecisionRecord;
import dev.edgewise.proto.v1.Result;
import dev.edgewise.proto.v1.Step;
import dev.edgewise.proto.v1.StepKind;
import dev.edgewise.sdk.invoke.CallRecord;
import dev.edgewise.sdk.wire.Protos;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Records of calls as messages. They are bounded, and what a body said about confidential data is
 * left out of them: records go to a disk.
 */
final class DecisionRecords {
  static final int MAX_STEPS = 32;
  static final int MAX_CANDIDATES = 64;

  private static final int MAX_TEXT = 500;
  private static final String WITHHELD = "(what the body said is withheld: the data is ";

  private DecisionRecords() {}

  static DecisionRecord toProto(CallRecord call) {
    MethodContract method = call.invocation().method();
    DecisionRecord.Builder record =
        DecisionRecord.newBuilder()
            .setId(call.invocation().id())
            .setTime(timestamp(call.time()))
            .setMethod(method.fullName())
            .setPreferredTier(Protos.toProto(method.preferredTier()))
            .setLabel(Protos.toProto(call.invocation().label()))
            .setDeadline(duration(call.timeAllowed()))
            .setRequestBytes(call.invocation().requestBytes())
            .setIdempotent(method.idempotent())
            .setTraceId(call.trace().traceId())
            .setCallerSite(call.invocation().callerSite().orElse(""))
            .setVia(call.origin().via())
            .setTenant(call.origin().tenant())
            .setResult(result(call))
            .setStepsLeftOut(Math.max(0, call.steps().size() - MAX_STEPS));
    method.cascade().ifPresent(band -> record.setCascade(cascade(band)));
    RuleTraces.addTo(record, call.rules());
    call.steps().stream().limit(MAX_STEPS).forEach(step -> record.addSteps(step(call, step)));
    return record.build();
  }

  private static Cascade cascade(UnsureBand band) {
    return Cascade.newBuilder().setUnsureFrom(band.from()).setUnsureTo(band.to()).build();
  }

  private static Step step(CallRecord call, CallRecord.Step step) {
    Decision decision = step.decision();
    List<Candidate> candidates = decision.candidates();
    Step.Builder proto =
        Step.newBuilder()
            .setKind(kind(step.kind()))
            .setAt(duration(step.at()))
            .setViewVersion(decision.viewVersion())
            .setReason(text(decision.placement().reason()))
            .setAnswer(step.answer())
            .setDetail(
                step.answer().equals("failed") ? bodysWords(call, step.detail()) : step.detail())
            .setTook(duration(step.took()))
            .setCandidatesLeftOut(Math.max(0, candidates.size() - MAX_CANDIDATES));
    if (decision.placement() instanceof Placement.Run run) {
      proto.setNode(run.node().name());
    }
    candidates.stream()
        .limit(MAX_CANDIDATES)
        .forEach(candidate -> proto.addCandidates(candidate(candidate)));
    return proto.build();
  }

  private static StepKind kind(CallRecord.StepKind kind) {
    return switch (kind) {
      case FIRST -> StepKind.STEP_KIND_FIRST;
      case RETRY -> StepKind.STEP_KIND_RETRY;
      case ESCALATION -> StepKind.STEP_KIND_ESCALATION;
      case WOKEN -> StepKind.STEP_KIND_WOKEN;
    };
  }

  private static dev.edgewise.proto.v1.Candidate candidate(Candidate candidate) {
    Node node = candidate.node();
    dev.edgewise.proto.v1.Candidate.Builder proto =
        dev.edgewise.proto.v1.Candidate.newBuilder()
            .setNode(node.name())
            .setTier(Protos.toProto(node.tier()))
            .setSite(node.site().name());
    if (candidate instanceof Candidate.Removed removed) {
      proto
          .setRemovedBy(filterText(removed.filter()))
          .setRemovedBecause(text(withoutName(removed.because(), node)));
    } else if (candidate instanceof Candidate.Scored scored) {
      proto.setScore(score(scored.score()));
    }
    return proto.build();
  }

  /** A filter as records and people write it: {@code not-offered}. */
  static String filterText(Filter filter) {
    return filter.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reasons begin with the node's name, which stands beside them here anyway. */
  private static String withoutName(String because, Node node) {
    String prefix = node.name() + ": ";
    return because.startsWith(prefix) ? because.substring(prefix.length()) : because;
  }

  private static dev.edgewise.proto.v1.Score score(Score score) {
    dev.edgewise.proto.v1.Score.Builder proto =
        dev.edgewise.proto.v1.Score.newBuilder()
            .setRoundTrip(duration(score.roundTrip()))
            .setTransfer(duration(score.transfer()))
            .setQueue(duration(score.queue()))
            .setService(duration(score.service()))
            .setTotal(duration(score.total()))
            .setSamples(score.samples())
            .setPenalty(score.penalty());
    score.loadAge().ifPresent(age -> proto.setLoadAge(duration(age)));
    score.linkAge().ifPresent(age -> proto.setLinkAge(duration(age)));
    return proto.build();
  }

  private static Result result(CallRecord call) {
    CallRecord.Result result = call.result();
    boolean bodySpoke = result.code().filter(code -> code == ErrorCode.BODY_FAILED).isPresent();
    Result.Builder proto =
        Result.newBuilder()
            .setOutcome(result.outcome())
            .setCode(result.code().map(ErrorCode::id).orElse(""))
            .setMessage(bodySpoke ? bodysWords(call, result.message()) : text(result.message()))
            .setTook(duration(result.took()));
    result
        .node()
        .ifPresent(node -> proto.setNode(node.name()).setTier(Protos.toProto(node.tier())));
    Escalation escalation = result.escalation();
    if (escalation instanceof Escalation.Sure sure) {
      proto
          .setEscalation("sure")
          .setEscalationDetail("its confidence was " + decimal(sure.confidence()));
    } else if (escalation instanceof Escalation.Escalated escalated) {
      proto
          .setEscalation("escalated")
          .setEscalationDetail(
              escalated.edge() + " had a confidence of " + decimal(escalated.confidence()));
    } else if (escalation instanceof Escalation.Kept kept) {
      proto
          .setEscalation("kept")
          .setEscalationDetail(
              text("its confidence was " + decimal(kept.confidence()) + ", but " + kept.because()));
    }
    return proto.build();
  }

  /** A body's exception may quote the data. */
  private static String bodysWords(CallRecord call, String words) {
    Label label = call.invocation().label();
    return label.compareTo(Label.CONFIDENTIAL) >= 0
        ? WITHHELD + Protos.labelText(label) + ")"
        : text(words);
  }

  /** A number from 0 to 1 with two decimals. */
  static String decimal(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String text(String text) {
    return Text.line(text, MAX_TEXT);
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  private static com.google.protobuf.Duration duration(Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.toNanos() / 1_000_000_000)
        .setNanos((int) (duration.toNanos() % 1_000_000_000))
        .build();
  }
}
