package dev.edgewise.samples.tickets;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sells when the bank has paid. That takes its time and no processor of ours: what is seen of this
 * sample is how many nodes there are, and not how fast the machine computes.
 */
@Body(Tier.CLOUD)
final class BoxOffice implements Tickets {
  private static final int LONGEST_ORDER = 100;
  private static final long BANK_MILLIS = 100;

  @Override
  public Ticket buy(String order) {
    if (order.isBlank() || order.length() > LONGEST_ORDER) {
      throw new IllegalArgumentException(
          "order: "
              + order.length()
              + " characters (expected: 1 to "
              + LONGEST_ORDER
              + ", not blank)");
    }
    awaitBank();
    return Ticket.of(order);
  }

  private static void awaitBank() {
    try {
      // Nobody counts it down: a bank that takes as long as banks do.
      boolean unused = new CountDownLatch(1).await(BANK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before the bank had paid", e);
    }
  }
}
