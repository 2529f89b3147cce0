package dev.edgewise.samples.tickets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.testkit.TestFleet;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TicketsTest {
  private static TestFleet fleet() {
    return TestFleet.builder().cloud("west1-1").cloud("west1-2").host(Tickets.class).start();
  }

  @Test
  void an_order_that_is_asked_twice_is_one_ticket_whichever_node_is_asked() {
    try (TestFleet fleet = fleet()) {
      Tickets tickets = fleet.edgewise().client(Tickets.class);
      Ticket first = tickets.buy("order-7");

      fleet.node("west1-1").crash();

      assertThat(tickets.buy("order-7")).isEqualTo(first);
      assertThat(first.row()).isBetween(1, 80);
      assertThat(first.seat()).isBetween(1, 50);
    }
  }

  @Test
  void an_order_without_a_name_is_refused_in_words() {
    try (TestFleet fleet = fleet()) {
      Tickets tickets = fleet.edgewise().client(Tickets.class);

      assertThatThrownBy(() -> tickets.buy(" "))
          .isInstanceOf(EdgewiseException.class)
          .hasMessageContaining("order: 1 characters");
    }
  }

  @Test
  void buyers_come_at_their_rate_and_each_is_told_of() throws Exception {
    BlockingQueue<Order> told = new LinkedBlockingQueue<>();
    try (TestFleet fleet = fleet();
        Buyers buyers = new Buyers(fleet.edgewise(), told::add, Clock.system())) {
      buyers.come(50);
      Order first = told.poll(30, TimeUnit.SECONDS);
      Order second = told.poll(30, TimeUnit.SECONDS);
      buyers.come(0);
      buyers.finish();

      assertThat(first).isNotNull();
      assertThat(second).isNotNull();
      assertThat(told).allMatch(Order::isSold);
      assertThat(first.took().toMillis()).isGreaterThanOrEqualTo(100);
    }
  }

  @Test
  void an_order_that_failed_is_told_with_its_reason() {
    BlockingQueue<Order> told = new LinkedBlockingQueue<>();
    TestFleet fleet = fleet();
    Buyers buyers = new Buyers(fleet.edgewise(), told::add, Clock.system());
    fleet.close();

    buyers.one();
    buyers.close();

    assertThat(told)
        .singleElement()
        .satisfies(
            order -> {
              assertThat(order.node()).isEqualTo(Optional.empty());
              assertThat(order.error()).contains("EW");
            });
  }

  @Test
  void a_rate_out_of_range_is_refused() {
    try (TestFleet fleet = fleet();
        Buyers buyers = new Buyers(fleet.edgewise(), order -> {}, Clock.system())) {
      assertThatThrownBy(() -> buyers.come(1_001)).hasMessageContaining("0 to 1000");
    }
  }
}
