package dev.edgewise.agent.rpc;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.CacheTexts;
import dev.edgewise.core.Names;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.wire.Protos;
import dev.edgewise.sdk.wire.WireNames;
import io.grpc.Metadata;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * What a call's headers say, checked.
 *
 * @param label of the data; internal when the caller said nothing
 * @param decisionId the caller's, or one made here
 * @param trace the caller's, or one that begins here
 * @param tenant as the caller says: nobody checks it before callers have certificates; empty for
 *     nobody's
 * @param cacheControl what it asks of the cache; what cannot be read asks for nothing laxer
 */
record Caller(
    Label label, String decisionId, TraceContext trace, String tenant, CacheControl cacheControl) {
  private static final int LONGEST_ID = 64;

  /** The same with a label that is at least {@code least}: a caller can only raise a method's. */
  Caller withAtLeast(Label least) {
    return label.compareTo(least) < 0
        ? new Caller(least, decisionId, trace, tenant, cacheControl)
        : this;
  }

  /** Why these headers cannot be taken, in words for the caller; empty when they can. */
  static Optional<String> objection(Metadata headers) {
    String label = headers.get(WireNames.LABEL);
    if (label != null && Protos.labelFrom(label).isEmpty()) {
      return Optional.of(
          "The header "
              + WireNames.LABEL.name()
              + " names a label that nobody knows (expected: "
              + Arrays.stream(Label.values())
                  .map(Protos::labelText)
                  .collect(Collectors.joining(", "))
              + ").");
    }
    String tenant = headers.get(WireNames.TENANT);
    // Taken for nobody's, its answers would be everybody's.
    return tenant == null || tenant.isEmpty() || Names.isValid(tenant)
        ? Optional.empty()
        : Optional.of(
            "The header "
                + WireNames.TENANT.name()
                + " is no name (expected: 1 to 63 letters, digits, dots, dashes or underscores,"
                + " with a letter or digit at both ends).");
  }

  /** By hand, since it is looked at with every call. */
  private static boolean mayStandInLogs(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || (c >= 'A' && c <= 'Z')
              || c == '.'
              || c == '_'
              || c == '-';
      if (!plain) {
        return false;
      }
    }
    return !id.isEmpty() && id.length() <= LONGEST_ID;
  }

  /** Reads headers to which there is no objection. */
  static Caller of(Metadata headers, RandomGenerator random) {
    String label = headers.get(WireNames.LABEL);
    String decision = headers.get(WireNames.DECISION);
    String trace = headers.get(WireNames.TRACEPARENT);
    String tenant = headers.get(WireNames.TENANT);
    String control = headers.get(WireNames.CACHE_CONTROL);
    return new Caller(
        Optional.ofNullable(label).flatMap(Protos::labelFrom).orElse(Label.INTERNAL),
        decision != null && mayStandInLogs(decision)
            ? decision
            : "agent-" + Long.toHexString(random.nextLong()),
        Optional.ofNullable(trace)
            .flatMap(TraceContext::parse)
            .orElseGet(() -> TraceContext.begin(random)),
        tenant == null ? "" : tenant,
        control == null ? CacheControl.NONE : CacheTexts.controlOrStricter(control));
  }
}
