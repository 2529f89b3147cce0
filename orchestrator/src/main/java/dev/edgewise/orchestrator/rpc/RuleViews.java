package dev.edgewise.orchestrator.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.rules.RuleBook;
import dev.edgewise.orchestrator.rules.RuleKeeper;
import dev.edgewise.proto.v1.FleetRules;
import dev.edgewise.proto.v1.ToClient;
import dev.edgewise.sdk.wire.RuleMessages;

/**
 * The rules as the protocol has them, for the streams of all clients. The last translation is kept
 * for as long as nothing changes. Thread-safe.
 */
final class RuleViews {
  private final RuleKeeper keeper;
  private RuleBook last = RuleBook.EMPTY;
  private FleetRules translated = FleetRules.getDefaultInstance();

  RuleViews(RuleKeeper keeper) {
    this.keeper = requireNonNull(keeper, "keeper");
  }

  /** The rules as they are now; the same object for as long as nothing has changed. */
  synchronized FleetRules now() {
    RuleBook book = keeper.now();
    if (!book.equals(last)) {
      translated = RuleMessages.toProto(book);
      last = book;
    }
    return translated;
  }

  /** The same view with these rules. */
  static ToClient with(FleetRules rules, ToClient view) {
    return view.hasFull()
        ? ToClient.newBuilder().setFull(view.getFull().toBuilder().setRules(rules)).build()
        : ToClient.newBuilder().setDelta(view.getDelta().toBuilder().setRules(rules)).build();
  }
}
