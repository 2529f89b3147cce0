package dev.edgewise.sdk.invoke;

import dev.edgewise.core.Node;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import java.util.OptionalLong;

/**
 * What the kinds of a call on its way differ in. All of it is called under the lock of the call.
 */
abstract sealed class CallKind permits Running {
  /**
   * Sends the request as a leg of that number; what comes of it is told to {@link Running#replied}
   * and {@link Running#onLeg}.
   */
  abstract Link.Exchange send(Link link, Request outgoing, Node node, int number);

  /** The body has answered all that it has to say; the leg is over. */
  abstract void answered(Leg leg, Reply.Answered reply);

  /** Whether an unsure answer is here and the cloud is being asked. */
  boolean isEscalating() {
    return false;
  }

  /** Ends with the unsure answer, when there is one; returns whether it did. */
  boolean fallBack(String because) {
    return false;
  }

  /** How many items have come; empty for a call that has none. */
  OptionalLong items() {
    return OptionalLong.empty();
  }

  /** What of it has come on the leg that is under way, for people; empty where nobody counts. */
  String itemsInWords() {
    return "";
  }

  /** Whether items have come on the leg that is under way. */
  boolean cameFurther() {
    return false;
  }
}
