package dev.edgewise.agent.rpc;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.wire.Protos;
import dev.edgewise.sdk.wire.WireNames;
import io.grpc.Metadata;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * What a call's headers say, checked.
 *
 * @param label of the data; internal when the caller said nothing
 * @param decisionId the caller's, or one made here
 * @param trace the caller's, or one that begins here
 */
record Caller(Label label, String decisionId, TraceContext trace) {
  /** What may stand in logs as it is. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** The same with a label that is at least {@code least}: a caller can only raise a method's. */
  Caller withAtLeast(Label least) {
    return label.compareTo(least) < 0 ? new Caller(least, decisionId, trace) : this;
  }

  /** Reads the headers; empty when they carry a label that nobody knows. */
  static Optional<Caller> of(Metadata headers, RandomGenerator random) {
    String label = headers.get(WireNames.LABEL);
    Optional<Label> known = label == null ? Optional.of(Label.INTERNAL) : Protos.labelFrom(label);
    String decision = headers.get(WireNames.DECISION);
    String trace = headers.get(WireNames.TRACEPARENT);
    return known.map(
        present ->
            new Caller(
                present,
                decision != null && ID.matcher(decision).matches()
                    ? decision
                    : "agent-" + Long.toHexString(random.nextLong()),
                Optional.ofNullable(trace)
                    .flatMap(TraceContext::parse)
                    .orElseGet(() -> TraceContext.begin(random))));
  }
}
