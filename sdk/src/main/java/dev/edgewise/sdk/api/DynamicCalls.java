package dev.edgewise.sdk.api;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.invoke.Items;
import dev.edgewise.sdk.invoke.Origin;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.util.concurrent.CompletableFuture;

/**
 * Calls without Java types, for gateways and tools: the messages are encoded already, and the
 * method is known by its descriptor alone ({@link
 * dev.edgewise.sdk.wire.dynamic.DynamicServices#definition}). Everything else is as for any call:
 * placement, retries, cascade, decision. Thread-safe.
 */
public final class DynamicCalls {
  private final Edgewise eco;
  private final Origin origin;

  private DynamicCalls(Edgewise eco, Origin origin) {
    this.eco = requireNonNull(eco, "eco");
    this.origin = requireNonNull(origin, "origin");
  }

  /** Calls by this client, whose decisions say where they came from. */
  public static DynamicCalls of(Edgewise eco, Origin origin) {
    return new DynamicCalls(eco, origin);
  }

  /**
   * Makes a call. The future never fails; cancelling it cancels the call.
   *
   * @param request the encoded request message
   * @throws EdgewiseException with {@code CLOSED}
   */
  public CompletableFuture<Outcome<Message>> call(
      MethodDefinition<Message> method, Message request, CallOptions options) {
    return eco.invoker().invoke(Requests.of(method, new Object[] {request}, options, origin));
  }

  /**
   * Says that an answer was wrong, as {@link Edgewise#wrongAnswer} does, without waiting. The
   * future never fails.
   */
  public CompletableFuture<Boolean> wrongAnswer(String decisionId) {
    return eco.wrong(decisionId);
  }

  /**
   * Makes a call of a streaming method.
   *
   * @param request the encoded request message
   * @return the encoded items, which belong to the caller
   * @throws EdgewiseException with {@code CLOSED}
   */
  public Items<Message> stream(
      MethodDefinition<Message> method, Message request, CallOptions options) {
    return eco.invoker().stream(Requests.of(method, new Object[] {request}, options, origin));
  }
}
