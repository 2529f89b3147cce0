package dev.edgewise.orchestrator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.rules.RuleBook;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of rules, read again and again. */
final class RuleKeeperTest {
  private static final String GOOD =
      """
      rules:
        - name: too-big
          applies: "*"
          when: before
          if: size > %d
          then:
            refuse: Not that much.
      """;

  @TempDir private Path folder = Path.of("");
  private final Queue<Runnable> later = new ArrayDeque<>();

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("rules.yaml"), text);
  }

  private RuleKeeper keeper(Path file) {
    DynamicServices none = DynamicServices.of(List.of());
    return new RuleKeeper(
        new RuleFile(Optional.of(file)),
        () -> none,
        (delay, task) -> {
          later.add(task);
          return () -> later.remove(task);
        });
  }

  private void aSecondPasses() {
    Runnable task = later.remove();
    task.run();
  }

  @Test
  void a_changed_file_is_taken_and_one_that_has_not_changed_stays_the_same_object()
      throws IOException {
    try (RuleKeeper keeper = keeper(write(GOOD.formatted(5)))) {
      RuleBook first = keeper.now();
      assertThat(first.rules().get(0).condition()).isEqualTo("size > 5");
      aSecondPasses();
      assertThat(keeper.now()).isSameAs(first);
      write(GOOD.formatted(6));
      aSecondPasses();
      assertThat(keeper.now().rules().get(0).condition()).isEqualTo("size > 6");
      assertThat(keeper.now().digest()).isNotEqualTo(first.digest());
    }
  }

  @Test
  void a_file_that_has_become_wrong_or_is_gone_leaves_the_last_good_rules() throws IOException {
    Path file = write(GOOD.formatted(5));
    try (RuleKeeper keeper = keeper(file)) {
      String digest = keeper.now().digest();
      write(GOOD.formatted(6).replace("size", "sise"));
      aSecondPasses();
      assertThat(keeper.now().digest()).isEqualTo(digest);
      Files.delete(file);
      aSecondPasses();
      assertThat(keeper.now().digest()).isEqualTo(digest);
      write(GOOD.formatted(7));
      aSecondPasses();
      assertThat(keeper.now().rules().get(0).condition()).isEqualTo("size > 7");
    }
  }

  @Test
  void a_wrong_file_is_an_objection_before_the_start_with_its_place() throws IOException {
    Path file = write(GOOD.formatted(5).replace("size", "sise"));
    assertThat(new RuleFile(Optional.of(file)).objection().orElseThrow())
        .startsWith(
            file + ":5:9: rule too-big: there is no fact \"sise\". Did you mean site or size?");
    assertThat(new RuleFile(Optional.of(folder.resolve("none.yaml"))).objection().orElseThrow())
        .contains("cannot be read");
    assertThat(new RuleFile(Optional.empty()).objection()).isEmpty();
  }
}
