package dev.edgewise.orchestrator.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SeatsTest {
  private static final long ROOM = 100;

  private final Seats seats = new Seats(3, ROOM);

  private Seats.Seat seat() {
    return seats.take().orElseThrow();
  }

  @Test
  void seats_are_counted_and_given_back_once() {
    Seats.Seat first = seat();
    seat();
    seat();
    assertThat(seats.take()).isEmpty();
    first.close();
    first.close();
    assertThat(seats.taken()).isEqualTo(2);
  }

  @Test
  void bytes_are_bounded_over_all_and_free_again_at_the_end() {
    Seats.Seat first = seat();
    Seats.Seat second = seat();
    assertThat(first.hold(60)).isTrue();
    assertThat(second.hold(40)).isTrue();
    assertThat(seats.held()).isEqualTo(100);
    first.release(20);
    assertThat(second.hold(20)).isTrue();
    first.close();
    assertThat(seats.held()).isEqualTo(60);
    first.release(40);
    assertThat(seats.held()).isEqualTo(60);
  }

  @Test
  void one_call_may_be_larger_than_the_room_and_takes_none_from_the_others() {
    Seats.Seat large = seat();
    assertThat(large.hold(80)).isTrue();
    assertThat(large.hold(80)).isTrue();
    assertThat(seats.held()).isZero();
    assertThat(seat().hold(100)).isTrue();
    large.release(10);
    large.close();
    assertThat(seats.held()).isEqualTo(100);
  }

  @Test
  void a_second_large_one_waits_until_the_first_has_gone() {
    Seats.Seat first = seat();
    Seats.Seat second = seat();
    assertThat(first.hold(150)).isTrue();
    assertThat(second.hold(150)).isFalse();
    first.close();
    assertThat(second.hold(150)).isTrue();
  }

  @Test
  void a_small_one_is_turned_away_when_the_room_is_full() {
    assertThat(seat().hold(100)).isTrue();
    assertThat(seat().hold(50)).isFalse();
    assertThat(seats.held()).isEqualTo(100);
  }

  @Test
  void the_large_one_has_a_bound_too() {
    Seats.Seat large = seat();
    assertThat(large.hold(Seats.LARGEST)).isTrue();
    assertThat(large.hold(1)).isFalse();
  }
}
