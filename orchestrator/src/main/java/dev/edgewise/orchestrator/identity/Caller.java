package dev.edgewise.orchestrator.identity;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Text;
import dev.edgewise.core.tls.PeerIdentity;
import java.util.Optional;

/** Who makes a call through the gateway, or asks it something; and what they may. */
public sealed interface Caller extends Callers.Verdict {
  /** Anybody, where nobody is asked who they are; whose calls they make is believed. */
  Caller ANYBODY = new Anybody();

  /**
   * Why a method may not be called; empty when it may.
   *
   * @param method full name, {@code shop.v1.Vision/detect}
   */
  Optional<Denial> denies(String method);

  /**
   * Why calls cannot be made for a tenant; empty when they can.
   *
   * @param claimed whose call it is, as the caller says
   */
  Optional<Denial> deniesTenant(Optional<String> claimed);

  /**
   * Whose call it is.
   *
   * @param claimed as the caller says, which {@link #deniesTenant} had nothing against
   */
  Optional<String> tenant(Optional<String> claimed);

  /** Why the page, and what it asks, is not for them; empty when it is. */
  Optional<Denial> deniesPage();

  /** Anybody, where nobody is asked who they are. */
  record Anybody() implements Caller {
    @Override
    public Optional<Denial> denies(String method) {
      return Optional.empty();
    }

    @Override
    public Optional<Denial> deniesTenant(Optional<String> claimed) {
      return Optional.empty();
    }

    @Override
    public Optional<String> tenant(Optional<String> claimed) {
      return claimed;
    }

    @Override
    public Optional<Denial> deniesPage() {
      return Optional.empty();
    }
  }

  /**
   * Who has an API key.
   *
   * @param key that was shown, and has not ended
   */
  record KeyHolder(ApiKey key) implements Caller {
    private static final int LONGEST = 100;

    public KeyHolder {
      requireNonNull(key, "key");
    }

    @Override
    public Optional<Denial> denies(String method) {
      return key.opens(method)
          ? Optional.empty()
          : denial(
              key.operator()
                  ? " is for the page and makes no calls. Make another one for calls."
                  : " does not open " + Text.line(method, LONGEST) + ". Ask for one that does.");
    }

    @Override
    public Optional<Denial> deniesTenant(Optional<String> claimed) {
      return claimed.isEmpty() || key.operator() || claimed.equals(key.tenant())
          ? Optional.empty()
          : denial(
              " makes calls for the tenant "
                  + key.tenant().orElse("")
                  + ", and Edgewise-Tenant names another. Leave that out.");
    }

    @Override
    public Optional<String> tenant(Optional<String> claimed) {
      return key.tenant();
    }

    @Override
    public Optional<Denial> deniesPage() {
      return key.operator()
          ? Optional.empty()
          : denial(" is for calls, and this is for operators: edgewise key add NAME --operator.");
    }

    private Optional<Denial> denial(String rest) {
      return Optional.of(new Denial(ErrorCode.NOT_PERMITTED, "The API key " + key.name() + rest));
    }
  }

  /**
   * Who has a certificate of the fleet's CA.
   *
   * @param identity that it says
   */
  record Certified(PeerIdentity identity) implements Caller {
    private static final int LONGEST = 70;

    public Certified {
      requireNonNull(identity, "identity");
    }

    @Override
    public Optional<Denial> denies(String method) {
      return Optional.empty();
    }

    /** Nodes and orchestrators pass on calls of others, and say whose. */
    private boolean passesOn() {
      return identity.role() == PeerIdentity.Role.NODE
          || identity.role() == PeerIdentity.Role.ORCHESTRATOR;
    }

    @Override
    public Optional<Denial> deniesTenant(Optional<String> claimed) {
      return claimed.isEmpty() || passesOn() || claimed.equals(identity.tenant())
          ? Optional.empty()
          : Optional.of(
              new Denial(
                  ErrorCode.PEER_REFUSED,
                  identity
                      + " makes no calls for the tenant \""
                      + Text.line(claimed.get(), LONGEST)
                      + "\". Leave Edgewise-Tenant out."));
    }

    @Override
    public Optional<String> tenant(Optional<String> claimed) {
      return passesOn() ? claimed : identity.tenant();
    }

    @Override
    public Optional<Denial> deniesPage() {
      return identity.role() == PeerIdentity.Role.OPERATOR
          ? Optional.empty()
          : Optional.of(
              new Denial(
                  ErrorCode.PEER_REFUSED,
                  identity
                      + " is no operator, and this is for operators. Show a certificate of"
                      + " 'edgewise certs issue operator'."));
    }
  }
}
