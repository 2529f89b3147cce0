package dev.edgewise.serving.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.serving.cache.store.Victims.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class VictimsTest {
  private static final Candidate PRICELESS = new Candidate(Samples.key("new"), Double.MAX_VALUE, 1);

  @Example
  void large_and_cheap_goes_before_small_and_expensive() {
    Candidate small = candidate("small", 1_000, 100);
    Candidate large = candidate("large", 10, 10_000);
    assertThat(Victims.choose(List.of(small, large), 100, PRICELESS)).contains(List.of(large));
  }

  @Example
  void among_equals_the_coldest_goes() {
    Candidate first = candidate("first", 10, 100);
    Candidate second = candidate("second", 10, 100);
    assertThat(Victims.choose(List.of(first, second), 100, PRICELESS)).contains(List.of(first));
  }

  @Example
  void a_newcomer_worth_less_than_all_that_it_drives_out_together_stays_out() {
    List<Candidate> kept = List.of(candidate("a", 10, 100), candidate("b", 10, 100));
    assertThat(Victims.choose(kept, 200, candidate("new", 19, 200))).isEmpty();
    assertThat(Victims.choose(kept, 200, candidate("new", 20, 200))).contains(kept);
  }

  @Example
  void a_large_one_worth_little_by_byte_counts_by_what_is_needed_of_it() {
    List<Candidate> kept = List.of(candidate("large", 100, 1_000));
    assertThat(Victims.choose(kept, 100, candidate("new", 10, 100))).contains(kept);
    assertThat(Victims.choose(kept, 100, candidate("new", 9, 100))).isEmpty();
  }

  @Property
  void just_enough_room_is_made_and_nobody_who_stays_could_have_gone_instead(
      @ForAll("candidates") List<Candidate> candidates,
      @ForAll @IntRange(min = 1, max = 5_000) int wanted) {
    Optional<List<Candidate>> chosen = Victims.choose(candidates, wanted, PRICELESS);
    long all = candidates.stream().mapToLong(Candidate::bytes).sum();
    assertThat(chosen.isPresent()).isEqualTo(all >= wanted);
    if (chosen.isEmpty()) {
      return;
    }
    long free = chosen.get().stream().mapToLong(Candidate::bytes).sum();
    assertThat(free).isGreaterThanOrEqualTo(wanted);
    for (Candidate victim : chosen.get()) {
      assertThat(free - victim.bytes()).as("without %s", victim).isLessThan(wanted);
    }
    // The one worth most had to go: all that are worth less would not have been enough.
    double most = chosen.get().stream().mapToDouble(Candidate::worth).max().orElseThrow();
    long less = candidates.stream().filter(c -> c.worth() < most).mapToLong(Candidate::bytes).sum();
    assertThat(less).isLessThan(wanted);
  }

  @Provide
  Arbitrary<List<Candidate>> candidates() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 1_000).list().ofSize(20),
            Arbitraries.integers().between(1, 1_000).list().ofMaxSize(20))
        .as(
            (benefits, bytes) -> {
              List<Candidate> all = new ArrayList<>();
              for (int i = 0; i < bytes.size(); i++) {
                all.add(candidate("k" + i, benefits.get(i), bytes.get(i)));
              }
              return all;
            });
  }

  private static Candidate candidate(String name, double benefit, long bytes) {
    return new Candidate(Samples.key(name), benefit, bytes);
  }
}
