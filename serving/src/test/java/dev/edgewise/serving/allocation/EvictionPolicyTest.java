package dev.edgewise.serving.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EvictionPolicyTest {
  private static final EvictionPolicy POLICY = EvictionPolicy.DEFAULT;

  private static Resident old(String key, long bytes, double heat) {
    return new Resident(key, bytes, heat, 1, -1_000, false);
  }

  @Test
  void nobody_goes_while_there_is_room() {
    assertThat(POLICY.plan(10, 0, old("new", 4, 1), List.of(old("a", 6, 1)), 0))
        .isEqualTo(new Plan.Load(List.of()));
  }

  @Test
  void the_least_worth_a_byte_goes_first() {
    List<Resident> residents = List.of(old("large", 6, 6), old("cold", 2, 1), old("hot", 2, 9));
    assertThat(POLICY.plan(10, 0, old("new", 2, 1), residents, 0))
        .isEqualTo(new Plan.Load(List.of("cold")));
    assertThat(POLICY.plan(10, 0, old("new", 3, 1), residents, 0))
        .isEqualTo(new Plan.Load(List.of("cold", "large")));
  }

  @Test
  void a_young_one_stays_for_an_equal_and_goes_for_something_worth_twice_as_much() {
    Resident young = new Resident("young", 10, 5, 100, 0, false);
    assertThat(POLICY.plan(10, 0, new Resident("new", 10, 5, 100, 500, false), List.of(young), 500))
        .isEqualTo(new Plan.Wait(1_000));
    assertThat(
            POLICY.plan(10, 0, new Resident("new", 10, 10, 100, 500, false), List.of(young), 500))
        .isEqualTo(new Plan.Load(List.of("young")));
    assertThat(
            POLICY.plan(10, 0, new Resident("new", 10, 5, 100, 500, false), List.of(young), 1_000))
        .isEqualTo(new Plan.Load(List.of("young")));
  }

  @Test
  void a_hot_old_one_does_not_go_because_the_cold_one_is_young() {
    List<Resident> residents =
        List.of(old("hot", 5, 1_000), new Resident("cold", 5, 1, 1, 0, false));
    assertThat(POLICY.plan(10, 0, old("new", 5, 1), residents, 5)).isEqualTo(new Plan.Wait(10));
  }

  @Test
  void what_runs_stays_and_what_does_not_fit_at_all_is_said_so() {
    Resident running = new Resident("running", 10, 0, 1, -1_000, true);
    assertThat(POLICY.plan(10, 0, old("new", 1, 9), List.of(running), 0))
        .isEqualTo(new Plan.Wait(Long.MAX_VALUE));
    assertThat(POLICY.plan(10, 0, old("new", 11, 9), List.of(), 0)).isEqualTo(new Plan.TooLarge());
  }

  @Test
  void nobody_else_goes_while_what_leaves_will_make_room() {
    assertThat(POLICY.plan(10, 5, old("new", 5, 1), List.of(old("a", 5, 1)), 0))
        .isEqualTo(new Plan.Load(List.of()));
  }

  @Test
  void whatever_is_planned_fits_and_leaves_pinned_ones_alone() {
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      List<Resident> residents =
          java.util.stream.IntStream.range(0, random.nextInt(12))
              .mapToObj(
                  i ->
                      new Resident(
                          "m" + i,
                          1 + random.nextInt(30),
                          random.nextDouble() * 10,
                          1 + random.nextInt(100),
                          random.nextInt(1_000),
                          random.nextInt(4) == 0))
              .toList();
      long used = residents.stream().mapToLong(Resident::bytes).sum();
      long budget = used + random.nextInt(20);
      Resident newcomer = new Resident("new", 1 + random.nextInt(60), 3, 50, 1_000, false);
      if (POLICY.plan(budget, 0, newcomer, residents, 1_000)
          instanceof Plan.Load(List<String> evict)) {
        long freed =
            residents.stream()
                .filter(resident -> evict.contains(resident.key()))
                .peek(resident -> assertThat(resident.pinned()).isFalse())
                .mapToLong(Resident::bytes)
                .sum();
        assertThat(used - freed + newcomer.bytes()).isLessThanOrEqualTo(budget);
        assertThat(evict).doesNotHaveDuplicates();
      }
    }
  }
}
