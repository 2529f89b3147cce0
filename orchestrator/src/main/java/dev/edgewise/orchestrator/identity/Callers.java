package dev.edgewise.orchestrator.identity;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.tls.PeerIdentity;
import java.util.List;
import java.util.Optional;

/** Says who a caller is, by what they show. Thread-safe; nothing here blocks. */
public final class Callers {
  private static final String NONE =
      "An API key is asked for here, or a certificate: send Authorization: Bearer ew_…. An operator"
          + " makes one with: edgewise key add NAME --tenant TENANT --service SERVICE.";

  private final KeyRing keys;
  private final CallerRule rule;
  private final Clock clock;

  /** By these keys, where that rule holds. */
  public Callers(KeyRing keys, CallerRule rule, Clock clock) {
    this.keys = requireNonNull(keys, "keys");
    this.rule = requireNonNull(rule, "rule");
    this.clock = requireNonNull(clock, "clock");
  }

  /** A {@link Caller}, or a {@link Denial}. */
  public sealed interface Verdict permits Caller, Denial {}

  /**
   * Who that is. A key that is sent holds, whatever else is shown and also where none is asked for:
   * its tenant makes the call, and who passes on calls of others has them sent it.
   *
   * @param authorization all {@code Authorization} headers
   * @param certificate who the caller's certificate says that they are; empty without one
   */
  public Verdict who(List<String> authorization, Optional<PeerIdentity> certificate) {
    if (authorization.size() > 1) {
      return refused("Authorization stands twice. Send it once.");
    }
    Optional<String> key = authorization.stream().findFirst().flatMap(KeyText::in);
    if (key.isPresent()) {
      return byKey(key.get());
    }
    if (certificate.isPresent()) {
      return new Caller.Certified(certificate.get());
    }
    return rule == CallerRule.OPEN ? Caller.ANYBODY : refused(NONE);
  }

  private Verdict byKey(String text) {
    Optional<ApiKey> found = keys.find(text);
    if (found.isEmpty()) {
      return refused(
          "The API key is not known here: it was revoked, it is another orchestrator's, or a part"
              + " of it is missing. An operator makes a new one with: edgewise key add.");
    }
    ApiKey key = found.get();
    return key.hasEnded(clock.now())
        ? refused(
            "The API key "
                + key.name()
                + " ended on "
                + key.ends()
                + ". An operator makes a new one with: edgewise key add.")
        : new Caller.KeyHolder(key);
  }

  private static Denial refused(String because) {
    return new Denial(ErrorCode.KEY_REFUSED, because);
  }
}
