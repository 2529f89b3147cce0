package dev.edgewise.samples.tickets;

/**
 * A seat in the hall.
 *
 * @param order for which it was sold
 * @param row from 1
 * @param seat from 1
 */
public record Ticket(String order, int row, int seat) {
  private static final int ROWS = 80;
  private static final int SEATS = 50;

  /** The same for the same order, whoever is asked. */
  static Ticket of(String order) {
    int place = Math.floorMod(order.hashCode(), ROWS * SEATS);
    return new Ticket(order, 1 + place / SEATS, 1 + place % SEATS);
  }
}
