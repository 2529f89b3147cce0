package dev.edgewise.orchestrator.gateway;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.CacheTexts;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Names;
import dev.edgewise.core.TraceContext;
import dev.edgewise.orchestrator.identity.Caller;
import dev.edgewise.orchestrator.identity.Denial;
import dev.edgewise.sdk.wire.Protos;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The terms of one call: what its caller asked for, as far as the method's contract and the
 * gateway's place allow it. Pure.
 */
public sealed interface Terms {
  /** The longest that anybody may wait. */
  Duration LONGEST_DEADLINE = Duration.ofHours(1);

  /**
   * What holds for the call.
   *
   * @param deadline from now on
   * @param label at least the method's
   * @param caller who makes it
   * @param tenant that of the caller's key; where nobody is asked for one, as the caller says: then
   *     for people to read, and for caches to keep apart, and nothing is allowed by it
   * @param trace that the caller is in
   * @param cacheControl what is asked of caches
   */
  record Agreed(
      Caller caller,
      Duration deadline,
      Label label,
      Optional<String> tenant,
      Optional<TraceContext> trace,
      CacheControl cacheControl)
      implements Terms {
    public Agreed {
      requireNonNull(caller, "caller");
      requireNonNull(deadline, "deadline");
      requireNonNull(label, "label");
      requireNonNull(tenant, "tenant");
      requireNonNull(trace, "trace");
      requireNonNull(cacheControl, "cacheControl");
    }

    /** The same with no more patience than that. */
    public Agreed within(Duration patience) {
      return patience.compareTo(deadline) < 0
          ? new Agreed(caller, patience, label, tenant, trace, cacheControl)
          : this;
    }
  }

  /**
   * The call is not made.
   *
   * @param because for people: what, why, and what to do
   */
  record Refused(ErrorCode code, String because) implements Terms {
    static Refused of(Denial denial) {
      return new Refused(denial.code(), denial.because());
    }
  }

  /**
   * What holds for the call.
   *
   * @throws EdgewiseException when it is not made
   */
  default Agreed orThrow() {
    return switch (this) {
      case Agreed agreed -> agreed;
      case Refused(ErrorCode code, String because) -> throw EdgewiseException.of(code, because);
    };
  }

  /**
   * Settles the terms.
   *
   * @param site of the gateway
   */
  static Terms of(MethodContract contract, Asked asked, Optional<String> site) {
    Optional<Label> named = asked.label().flatMap(Protos::labelFrom);
    if (asked.label().isPresent() && named.isEmpty()) {
      return bad(
          "Edgewise-Label names a label that nobody knows (expected: "
              + Arrays.stream(Label.values())
                  .map(Protos::labelText)
                  .collect(Collectors.joining(", "))
              + ").");
    }
    Label label = named.orElse(contract.label());
    if (label.compareTo(contract.label()) < 0) {
      return bad(
          "Edgewise-Label: "
              + Protos.labelText(label)
              + " would lower the label of "
              + contract.fullName()
              + ", which is "
              + Protos.labelText(contract.label())
              + "; a caller can only raise it. Name that or a higher one, or leave the header"
              + " out.");
    }
    if (label == Label.LOCAL_ONLY && site.isEmpty()) {
      return new Refused(
          ErrorCode.LABEL_REFUSED,
          "Data labelled local-only never leaves the site where the call is made, and this gateway"
              + " stands at no known site. Set site in the orchestrator's configuration (--site"
              + " NAME) when it stands in one, or call with the SDK from within the site.");
    }
    if (asked.tenant().isPresent() && !Names.isValid(asked.tenant().get())) {
      return bad(
          "Edgewise-Tenant is no name (expected: 1 to 63 letters, digits, dots, dashes or"
              + " underscores, with a letter or digit at both ends).");
    }
    Optional<Denial> foreign = asked.caller().deniesTenant(asked.tenant());
    if (foreign.isPresent()) {
      return Refused.of(foreign.get());
    }
    CacheControl cacheControl;
    try {
      cacheControl = CacheTexts.control(asked.cacheControl().orElse(""));
    } catch (IllegalArgumentException e) {
      return bad("Edgewise-Cache-Control: " + e.getMessage() + ".");
    }
    Duration deadline = asked.deadline().orElse(contract.deadline());
    if (deadline.isNegative() || deadline.isZero()) {
      return new Refused(
          ErrorCode.EXPIRED, "The deadline had passed before the call was made. Allow more time.");
    }
    return new Agreed(
        asked.caller(),
        deadline.compareTo(LONGEST_DEADLINE) > 0 ? LONGEST_DEADLINE : deadline,
        label,
        asked.caller().tenant(asked.tenant()),
        asked.traceparent().flatMap(TraceContext::parse),
        cacheControl);
  }

  private static Terms bad(String because) {
    return new Refused(ErrorCode.BAD_REQUEST, because);
  }
}
