package dev.edgewise.integrations.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.testkit.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BreakerTest {
  private final VirtualTime time = new VirtualTime();
  private final Breaker breaker = new Breaker(time, 3, Duration.ofSeconds(1));

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(breaker.mayAsk()).isTrue();
      breaker.failed();
    }
  }

  @Test
  void it_opens_after_so_many_faults_in_a_row() {
    fail(2);
    breaker.answered();
    fail(2);
    assertThat(breaker.mayAsk()).isTrue();
    assertThat(breaker.failed()).as("opens").isTrue();
    assertThat(breaker.mayAsk()).isFalse();
  }

  @Test
  void after_the_pause_one_caller_tries_and_when_it_is_answered_all_do() {
    fail(3);
    time.pass(Duration.ofMillis(999));
    assertThat(breaker.mayAsk()).isFalse();
    time.pass(Duration.ofMillis(1));
    assertThat(breaker.mayAsk()).isTrue();
    assertThat(breaker.mayAsk()).as("a second one").isFalse();
    assertThat(breaker.answered()).as("closes").isTrue();
    assertThat(breaker.mayAsk()).isTrue();
    assertThat(breaker.mayAsk()).isTrue();
    assertThat(breaker.answered()).isFalse();
  }

  @Test
  void when_the_one_that_tries_fails_the_pause_begins_again() {
    fail(3);
    time.pass(Duration.ofSeconds(1));
    assertThat(breaker.mayAsk()).isTrue();
    assertThat(breaker.failed()).as("opens again").isFalse();
    time.pass(Duration.ofMillis(999));
    assertThat(breaker.mayAsk()).isFalse();
    time.pass(Duration.ofMillis(1));
    assertThat(breaker.mayAsk()).isTrue();
  }

  @Test
  void those_that_were_on_their_way_when_it_opened_do_not_keep_it_open() {
    for (int i = 0; i < 10; i++) {
      assertThat(breaker.mayAsk()).isTrue();
    }
    for (int i = 0; i < 10; i++) {
      breaker.failed();
    }
    time.pass(Duration.ofSeconds(1));
    assertThat(breaker.mayAsk()).isTrue();
    breaker.answered();
    assertThat(breaker.mayAsk()).isTrue();
    assertThat(breaker.mayAsk()).as("a second one, too").isTrue();
  }
}
