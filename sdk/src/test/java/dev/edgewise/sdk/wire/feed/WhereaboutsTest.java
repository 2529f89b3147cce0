package dev.edgewise.sdk.wire.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.FleetRegistry;
import dev.edgewise.sdk.spi.Integrations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the orchestrator is, with a locator that is played by hand. */
final class WhereaboutsTest {
  private final PlayedLocator locator = new PlayedLocator();
  private final Whereabouts whereabouts = new Whereabouts("played://one", locator);
  private final List<String> news = new ArrayList<>();

  private void start() {
    whereabouts.start(() -> news.add(whereabouts.now().orElse("nowhere")));
  }

  @Test
  void a_plain_address_is_where_it_says() throws InterruptedException {
    try (Whereabouts fixed = Whereabouts.of("[::1]:7443")) {
      fixed.start(() -> news.add("said"));

      assertThat(fixed.await(Duration.ZERO)).contains("[::1]:7443");
      assertThat(fixed.because()).isEmpty();
      assertThat(news).containsExactly("said");
    }
  }

  @Test
  void what_is_no_address_is_refused() {
    assertThatThrownBy(() -> Whereabouts.of("orchestrator"))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CLIENT));
  }

  @Test
  void a_place_that_is_lost_is_kept_with_the_reason() {
    start();
    locator.found("127.0.0.1:1");
    locator.lost("it is away");

    assertThat(whereabouts.now()).contains("127.0.0.1:1");
    assertThat(whereabouts.because()).isEqualTo("it is away");
    assertThat(news).containsExactly("127.0.0.1:1");

    locator.found("127.0.0.1:1");
    assertThat(whereabouts.because()).isEmpty();
    assertThat(news).as("nothing has changed").hasSize(1);
  }

  @Test
  void a_move_is_told() {
    start();
    locator.found("127.0.0.1:1");
    locator.found("127.0.0.1:2");

    assertThat(news).containsExactly("127.0.0.1:1", "127.0.0.1:2");
  }

  @Test
  void a_place_that_makes_no_sense_is_as_good_as_none() {
    start();
    locator.found("127.0.0.1:1");
    locator.found("127.0.0.1:0");

    assertThat(whereabouts.now()).contains("127.0.0.1:1");
    assertThat(whereabouts.because()).isEqualTo("what was found is no address: 127.0.0.1:0");
  }

  @Test
  void a_place_that_was_never_found_is_told_with_the_reason() throws InterruptedException {
    start();
    assertThat(whereabouts.await(Duration.ZERO)).isEmpty();
    assertThat(whereabouts.because()).isEqualTo("it has not been found yet");

    locator.lost("it is away");

    assertThat(whereabouts.await(Duration.ofHours(1))).as("does not wait any longer").isEmpty();
    assertThat(whereabouts.because()).isEqualTo("it is away");
    assertThat(news).containsExactly("nowhere");
  }

  @Test
  void after_its_end_it_is_silent_and_so_is_its_locator() {
    start();
    whereabouts.close();
    locator.found("127.0.0.1:1");

    assertThat(news).isEmpty();
    assertThat(locator.isClosed()).isTrue();
  }

  @Test
  void a_locator_is_found_by_its_scheme() {
    try (Whereabouts found = Whereabouts.of("played://x")) {
      found.start(() -> {});
      assertThat(found.asked()).isEqualTo("played://x");
    }
    assertThatThrownBy(() -> Whereabouts.of("played://x?").start(() -> {}))
        .hasMessageContaining("played://x?")
        .hasMessageContaining("expected: played://NAME");
  }

  @Test
  void a_scheme_that_nobody_knows_is_named_with_what_to_add() {
    assertThatThrownBy(() -> Whereabouts.of("etcd://127.0.0.1:2379"))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_INTEGRATION))
        .hasMessageContaining("EW7010")
        .hasMessageContaining("\"etcd\"")
        .hasMessageContaining("dev.edgewise:edgewise-integrations-etcd");
    assertThatThrownBy(() -> Integrations.find(FleetRegistry.class, "../x", "../x://y"))
        .hasMessageContaining("consul://host:8500");
  }
}
