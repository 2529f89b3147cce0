package dev.edgewise.samples.tickets;

import dev.edgewise.annotations.CloudService;
import dev.edgewise.annotations.Deadline;
import dev.edgewise.annotations.Idempotent;
import dev.edgewise.annotations.Scale;

/**
 * Sells tickets. The deadline is what the zone's scaler holds to. Whoever would rather wait than be
 * refused while a node starts says so with a longer one of his own, as the buyers here do.
 */
@CloudService(scale = @Scale(min = 0, max = 4))
@Deadline("3s")
public interface Tickets {
  /**
   * Sells a ticket.
   *
   * @param order what the buyer's shop calls it, 1 to 100 characters; asked again, it is the same
   *     ticket
   */
  @Idempotent
  Ticket buy(String order);
}
