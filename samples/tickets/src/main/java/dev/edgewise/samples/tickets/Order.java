package dev.edgewise.samples.tickets;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of an order.
 *
 * @param due when the buyer came
 * @param late how much later the order was sent: the machine had no processor free for that long
 * @param took from {@code due} to the answer, so that nothing of a stall is left out
 * @param node that sold the ticket; empty when there is none
 * @param error why there is none, for people; empty when there is one
 */
record Order(Instant due, Duration late, Duration took, Optional<String> node, String error) {
  Order {
    requireNonNull(due, "due");
    requireNonNull(late, "late");
    requireNonNull(took, "took");
    requireNonNull(node, "node");
    requireNonNull(error, "error");
  }

  boolean isSold() {
    return node.isPresent();
  }
}
