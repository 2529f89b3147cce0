package dev.edgewise.orchestrator.rpc;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Node;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.orchestrator.fleet.Refusal;
import dev.edgewise.proto.v1.RefusalKind;
import java.util.Optional;

/** The version of the protocol that is spoken here, and how others are turned away. */
final class Protocol {
  static final int VERSION = 1;

  private Protocol() {}

  /**
   * Why a peer is not understood; empty when it is.
   *
   * @param version that the peer speaks
   * @param peer what it is, {@code agent}
   */
  static Optional<Refusal> refuse(int version, String peer) {
    if (version == VERSION) {
      return Optional.empty();
    }
    String older = version > VERSION ? "orchestrator" : peer;
    return Optional.of(
        new Refusal(
            Refusal.Kind.PROTOCOL,
            ErrorCode.PROTOCOL_MISMATCH,
            "The "
                + peer
                + " speaks version "
                + version
                + " of the protocol, the orchestrator version "
                + VERSION
                + ": the "
                + older
                + " is older. Upgrade the "
                + older
                + "."));
  }

  /** Why a node is not taken that is another by its certificate; empty when it is the same. */
  static Optional<Refusal> refuse(PeerIdentity caller, Node announced) {
    PeerIdentity said =
        PeerIdentity.node(announced.name(), announced.site().name(), announced.tier());
    return said.equals(caller)
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                Refusal.Kind.INVALID,
                ErrorCode.PEER_REFUSED,
                "The agent says that its node is "
                    + said
                    + ", and its certificate says "
                    + caller
                    + ". Start it as what its certificate says, or issue it another one with"
                    + " 'edgewise certs issue node'."));
  }

  /** A refusal as the protocol has it. */
  static dev.edgewise.proto.v1.Refusal toProto(Refusal refusal) {
    return dev.edgewise.proto.v1.Refusal.newBuilder()
        .setKind(
            switch (refusal.kind()) {
              case PROTOCOL -> RefusalKind.REFUSAL_KIND_PROTOCOL;
              case INVALID -> RefusalKind.REFUSAL_KIND_INVALID;
              case NAME_TAKEN -> RefusalKind.REFUSAL_KIND_NAME_TAKEN;
              case FENCED -> RefusalKind.REFUSAL_KIND_FENCED;
              case FULL -> RefusalKind.REFUSAL_KIND_FULL;
            })
        .setCode(refusal.code().id())
        .setMessage(refusal.message())
        .build();
  }

  /** A message that makes no sense. */
  static Refusal invalid(String message) {
    return new Refusal(Refusal.Kind.INVALID, ErrorCode.NOT_ACCEPTED, message);
  }
}
