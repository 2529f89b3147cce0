package dev.edgewise.sdk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Streams as an application reads them; the body runs in this JVM. */
final class LocalStreamTest {
  private static boolean isClosed(String name) throws InterruptedException {
    return PoliteGreeter.counts(name).closed.await(60, TimeUnit.SECONDS);
  }

  @Test
  void what_is_not_wanted_is_not_made_and_closing_ends_the_body() throws Exception {
    try (Edgewise eco = Edgewise.local()) {
      Greeter greeter = eco.client(Greeter.class);
      try (Stream<Integer> numbers = greeter.count("Ada")) {
        assertThat(numbers.limit(5)).containsExactly(1, 2, 3, 4, 5);
      }
      assertThat(isClosed("Ada")).isTrue();
      assertThat(PoliteGreeter.counts("Ada").given.get())
          .as("the five, a window of 16, and the one in the body's hand")
          .isLessThanOrEqualTo(5 + 16 + 1);
    }
  }

  @Test
  void short_cuts_and_iterators_work() throws Exception {
    try (Edgewise eco = Edgewise.local()) {
      Greeter greeter = eco.client(Greeter.class);
      try (Stream<Integer> numbers = greeter.count("Grace")) {
        assertThat(numbers.filter(number -> number % 7 == 0).findFirst()).contains(7);
      }
      assertThat(isClosed("Grace")).isTrue();
      try (Stream<Integer> numbers = greeter.count("Alan")) {
        Iterator<Integer> each = numbers.iterator();
        assertThat(each.next()).isEqualTo(1);
        assertThat(each.next()).isEqualTo(2);
      }
      assertThat(isClosed("Alan")).isTrue();
    }
  }

  @Test
  void what_a_body_throws_comes_out_of_the_terminal_operation_behind_its_items() throws Exception {
    try (Edgewise eco = Edgewise.local()) {
      Greeter greeter = eco.client(Greeter.class);
      Stream<Integer> refused = greeter.count("Bob");
      assertThatThrownBy(refused::toList).isInstanceOf(Greeter.Unwelcome.class);
      Iterator<Integer> three = greeter.count("up to 3").iterator();
      assertThat(three.next()).isEqualTo(1);
      assertThat(three.next()).isEqualTo(2);
      assertThat(three.next()).isEqualTo(3);
      assertThatThrownBy(three::next)
          .hasMessageContainingAll("EW6006", "cannot count further", "local-edge");
      assertThat(isClosed("up to 3")).isTrue();
    }
  }

  @Test
  void the_deadline_and_an_interrupt_end_a_reader_that_waits() throws Exception {
    try (Edgewise eco = Edgewise.local()) {
      Greeter hasty =
          eco.client(Greeter.class, CallOptions.none().withDeadline(Duration.ofMillis(200)));
      Stream<Integer> numbers = hasty.count("Edsger");
      assertThatThrownBy(() -> numbers.forEach(number -> {}))
          .isInstanceOfSatisfying(
              EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXPIRED));
      assertThat(isClosed("Edsger")).isTrue();

      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      CompletableFuture<Integer> first = new CompletableFuture<>();
      Thread reader =
          new Thread(
              () -> {
                try {
                  eco.client(Greeter.class).count("Barbara").forEach(first::complete);
                } catch (Greeter.Unwelcome | RuntimeException e) {
                  thrown.complete(e);
                }
              });
      reader.start();
      first.orTimeout(60, TimeUnit.SECONDS).join();
      reader.interrupt();
      assertThat(thrown.orTimeout(60, TimeUnit.SECONDS).join()).hasMessageContaining("EW6005");
      assertThat(isClosed("Barbara")).isTrue();
    }
  }

  @Test
  void asynchronously_there_is_nothing_to_wait_for() {
    try (Edgewise eco = Edgewise.local()) {
      assertThatThrownBy(() -> eco.async(Greeter.class, greeter -> greeter.count("Ada")))
          .hasMessageContaining("EW6010")
          .hasMessageContaining("stream");
    }
  }
}
