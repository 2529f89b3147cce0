package dev.edgewise.orchestrator.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class NodeNumbersTest {
  private static final NodeNumbers THREE = NodeNumbers.of(List.of(1L, 4L, 9L), "");

  @Test
  void where_a_node_needs_nothing_of_its_own_they_are_counted_on() {
    assertThat(NodeNumbers.all().next(0, number -> true)).hasValue(1);
    assertThat(NodeNumbers.all().next(17, number -> true)).hasValue(18);
    assertThat(NodeNumbers.all().next(2, number -> number != 3)).as("one is left over").hasValue(4);
    assertThat(NodeNumbers.all().lacks(number -> true)).isFalse();
  }

  @Test
  void of_those_that_are_listed_each_has_its_turn() {
    assertThat(THREE.next(0, number -> true)).hasValue(1);
    assertThat(THREE.next(1, number -> true)).hasValue(4);
    assertThat(THREE.next(4, number -> true)).hasValue(9);
    assertThat(THREE.next(9, number -> true)).hasValue(1);
    assertThat(THREE.next(400, number -> true)).as("counted on before").hasValue(1);
  }

  @Test
  void one_that_somebody_has_is_passed_over() {
    assertThat(THREE.next(1, number -> number != 4)).hasValue(9);
    assertThat(THREE.next(9, number -> number == 9)).hasValue(9);
    assertThat(THREE.next(1, number -> false)).isEmpty();
    assertThat(THREE.lacks(number -> false)).isTrue();
    assertThat(THREE.lacks(number -> number == 9)).isFalse();
  }

  @Test
  void whatever_is_listed_and_free_the_next_one_is_both() {
    for (long seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Long> listed =
          random.longs(random.nextInt(8), 1, 20).distinct().sorted().boxed().toList();
      Set<Long> taken = new HashSet<>(random.longs(random.nextInt(12), 1, 20).boxed().toList());
      NodeNumbers numbers = NodeNumbers.of(listed, "");
      OptionalLong next = numbers.next(random.nextLong(0, 25), number -> !taken.contains(number));
      if (next.isPresent()) {
        assertThat(listed).as("seed %s", seed).contains(next.getAsLong());
        assertThat(taken).as("seed %s", seed).doesNotContain(next.getAsLong());
      }
      assertThat(numbers.lacks(number -> !taken.contains(number)))
          .as("seed %s", seed)
          .isEqualTo(next.isEmpty());
    }
  }
}
