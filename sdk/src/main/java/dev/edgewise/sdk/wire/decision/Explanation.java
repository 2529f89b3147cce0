package dev.edgewise.sdk.wire.decision;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.edgewise.core.rules.RuleTrace;
import dev.edgewise.proto.v1.DecisionRecord;
import dev.edgewise.sdk.invoke.CallRecord;
import java.util.List;

/**
 * How one call went, for people ({@link #toText}) and for programs ({@link #toJson}). Immutable.
 */
public final class Explanation {
  private static final String SCHEMA = "edgewise.explain/1";

  private final DecisionRecord record;

  Explanation(DecisionRecord record) {
    this.record = requireNonNull(record, "record");
  }

  /** Explains a call that has just been made. */
  public static Explanation of(CallRecord call) {
    return new Explanation(DecisionRecords.toProto(call));
  }

  /** Explains a call that somebody else has made. */
  public static Explanation of(DecisionRecord record) {
    return new Explanation(record);
  }

  /** What is explained, as the protocol has it. */
  public DecisionRecord record() {
    return record;
  }

  /** What rules said of it, so that it can be said again. */
  public List<RuleTrace> rules() {
    return RuleTraces.of(record);
  }

  /** Full name of the method. */
  public String method() {
    return record.getMethod();
  }

  /** The decision id. */
  public String id() {
    return record.getId();
  }

  /** The call in one line: time, id, method, how it ended and where. */
  public String headline() {
    return ExplanationText.headline(record);
  }

  /**
   * A page that needs no knowledge of Edgewise: what was asked for, each placement with its
   * candidates, what removed them or how they scored, what the nodes did, what was done with zones
   * meanwhile as far as the orchestrator has put it into the record, and how it ended.
   */
  public String toText() {
    return ExplanationText.page(record);
  }

  /**
   * The record as one JSON object: {@code schema} is {@value #SCHEMA}, the rest is {@code
   * edgewise.v1.DecisionRecord} in protobuf's JSON, where durations are texts such as {@code
   * "0.012s"}.
   */
  public String toJson() {
    try {
      String json =
          JsonFormat.printer()
              .alwaysPrintFieldsWithNoPresence()
              .omittingInsignificantWhitespace()
              .print(record);
      return "{\"schema\":\"" + SCHEMA + "\"," + json.substring(1);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a decision record has no Any that could be unknown", e);
    }
  }

  /** The id and the method, for logs. */
  @Override
  public String toString() {
    return record.getId() + " " + record.getMethod();
  }
}
