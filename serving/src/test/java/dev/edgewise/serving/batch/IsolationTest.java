package dev.edgewise.serving.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class IsolationTest {
  private final Map<Integer, String> outcomes = new HashMap<>();
  private final Set<Integer> poison = new HashSet<>();
  private final Set<Integer> gone = new HashSet<>();
  private int runs;
  private int fits = Integer.MAX_VALUE;

  private final BatchFunction<Integer, Double> function =
      items -> {
        runs++;
        if (items.size() > fits) {
          throw new OutOfMemoryError("injected");
        }
        for (int item : items) {
          if (poison.contains(item)) {
            throw new IllegalArgumentException("poison " + item);
          }
        }
        return items.stream().map(item -> item < 0 ? Double.NaN : item).toList();
      };

  private final class Recording implements Isolation.Surroundings<Integer, Double> {
    private final LaneFamily<Integer, Double> family;

    Recording(LaneFamily<Integer, Double> family) {
      this.family = family;
    }

    @Override
    public Attempt<Double> attempt(List<Entry<Integer, Double>> entries) {
      return Attempt.of(family, entries.stream().map(entry -> entry.item).toList());
    }

    @Override
    public boolean isWanted(Entry<Integer, Double> entry) {
      if (gone.contains(entry.item)) {
        tell(entry, "gone");
        return false;
      }
      return true;
    }

    @Override
    public void completed(Entry<Integer, Double> entry, Double result, int size) {
      tell(entry, "ok " + result.intValue());
    }

    @Override
    public void failed(Entry<Integer, Double> entry, Throwable error, boolean culprit) {
      tell(
          entry,
          error instanceof EdgewiseException e
              ? e.code().id()
              : String.valueOf(error.getMessage()));
    }

    private void tell(Entry<Integer, Double> entry, String outcome) {
      assertThat(outcomes.put(entry.item, outcome)).as("told twice").isNull();
    }
  }

  private void run(boolean idempotent, List<Integer> items) {
    run(function, idempotent, items);
  }

  private void run(
      BatchFunction<Integer, Double> function, boolean idempotent, List<Integer> items) {
    LaneFamily<Integer, Double> family =
        LaneFamily.of("f", function).idempotent(idempotent).sound(value -> !value.isNaN()).build();
    List<Entry<Integer, Double>> entries = new ArrayList<>();
    for (int item : items) {
      entries.add(new Entry<>(item, Terms.usual(), 0, 0, Entry.NEVER));
    }
    new Isolation<>(family, new Recording(family)).run(entries);
    assertThat(outcomes).hasSize(items.size());
  }

  @Test
  void wherever_the_culprit_is_it_alone_fails_within_the_runs_that_are_promised() {
    for (int size = 1; size <= 33; size++) {
      int promised = 1 + (size == 1 ? 0 : (int) Math.ceil(Math.log(size) / Math.log(2)) + 1);
      for (int culprit = 1; culprit <= size; culprit++) {
        outcomes.clear();
        poison.clear();
        runs = 0;
        poison.add(culprit);
        run(true, IntStream.rangeClosed(1, size).boxed().toList());
        for (int item = 1; item <= size; item++) {
          assertThat(outcomes.get(item))
              .isEqualTo(item == culprit ? "poison " + item : "ok " + item);
        }
        assertThat(runs).as("runs for %s of %s", culprit, size).isLessThanOrEqualTo(promised);
      }
    }
  }

  @Test
  void of_any_number_of_culprits_each_fails_and_nobody_else() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 500; round++) {
      outcomes.clear();
      poison.clear();
      gone.clear();
      runs = 0;
      fits = random.nextInt(10) == 0 ? random.nextInt(1, 20) : Integer.MAX_VALUE;
      int size = random.nextInt(1, 65);
      for (int item = 1; item <= size; item++) {
        if (random.nextInt(8) == 0) {
          poison.add(item);
        } else if (random.nextInt(8) == 0) {
          gone.add(item);
        }
      }
      run(true, IntStream.rangeClosed(1, size).boxed().toList());
      for (int item = 1; item <= size; item++) {
        String expected =
            poison.contains(item) ? "poison " + item : gone.contains(item) ? "gone" : "ok " + item;
        assertThat(outcomes.get(item)).isEqualTo(expected);
      }
      assertThat(runs).isLessThanOrEqualTo(3 * size + 30);
    }
  }

  @Test
  void items_that_may_not_run_again_fail_together_after_one_run() {
    poison.add(3);
    run(false, List.of(1, 2, 3, 4));
    assertThat(outcomes.values()).containsOnly("poison 3");
    assertThat(runs).isEqualTo(1);
  }

  @Test
  void a_batch_that_does_not_fit_runs_in_halves() {
    fits = 3;
    run(true, List.of(1, 2, 3, 4, 5, 6, 7, 8));
    assertThat(outcomes.values()).allMatch(outcome -> outcome.startsWith("ok"));
  }

  @Test
  void an_item_that_does_not_fit_alone_is_told_so() {
    fits = 0;
    run(true, List.of(1));
    assertThat(outcomes).containsEntry(1, ErrorCode.NO_MODEL_MEMORY.id());
  }

  @Test
  void a_result_that_is_no_number_is_the_error_of_its_item_only() {
    run(true, List.of(1, -2, 3, 4));
    assertThat(outcomes)
        .containsEntry(-2, ErrorCode.BAD_BATCH.id())
        .containsEntry(1, "ok 1")
        .containsEntry(4, "ok 4");
  }

  @Test
  void who_is_spoilt_by_another_item_is_run_again_and_comes_out_well() {
    BatchFunction<Integer, Double> spoiling =
        items ->
            items.stream()
                .map(item -> items.contains(-2) && item != 3 ? Double.NaN : (double) item)
                .toList();
    run(spoiling, true, List.of(1, -2, 3));
    assertThat(outcomes)
        .containsEntry(1, "ok 1")
        .containsEntry(-2, ErrorCode.BAD_BATCH.id())
        .containsEntry(3, "ok 3");
  }

  @Test
  void another_number_of_results_is_a_bad_batch() {
    run(items -> List.of(1.0), false, List.of(1, 2));
    assertThat(outcomes.values()).containsOnly(ErrorCode.BAD_BATCH.id());
  }

  @Test
  void a_failure_that_was_nobodys_fails_nobody() {
    BatchFunction<Integer, Double> once =
        items -> {
          if (runs++ == 0) {
            throw new IllegalStateException("a hiccup");
          }
          return items.stream().map(item -> (double) item).toList();
        };
    run(once, true, List.of(1, 2, 3, 4));
    assertThat(outcomes.values()).allMatch(outcome -> outcome.startsWith("ok"));
  }
}
