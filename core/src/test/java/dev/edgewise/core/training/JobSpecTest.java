package dev.edgewise.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.edgewise.core.ContentDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JobSpecTest {
  private static final NamedContent FILE =
      new NamedContent("train.py", new ContentDigest("0".repeat(64)), 3);

  private static JobSpec spec(
      int worldSize, List<NamedContent> data, Map<String, String> parameters, long memory) {
    return new JobSpec(
        "faces",
        "west1",
        worldSize,
        FILE,
        data,
        parameters,
        Optional.empty(),
        memory,
        0,
        0,
        3,
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        0);
  }

  @Test
  void bounds_are_told_with_the_rule() {
    assertThat(spec(64, List.of(), Map.of(), 1L << 30).worldSize()).isEqualTo(64);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(65, List.of(), Map.of(), 1L << 30))
        .withMessage("worldSize: 65 (expected: 1 to 64)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(1, List.of(), Map.of(), 5))
        .withMessageStartingWith("memory: 5 (expected: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(1, List.of(FILE, FILE), Map.of(), 1L << 30))
        .withMessage("data: two files are called train.py");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(1, List.of(), Map.of("lr", "0\n1"), 1L << 30))
        .withMessageStartingWith("parameters: lr ");
  }

  @Test
  void names_of_files_have_no_folders() {
    for (String name : List.of("../x", "a/b", ".hidden", "", "x ", "-rf")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new NamedContent(name, FILE.digest(), 1));
    }
  }

  @Test
  void digests_are_read_as_they_are_written() {
    assertThat(ContentDigest.parse(FILE.digest().toString())).isEqualTo(FILE.digest());
    for (String text : List.of("", "sha256:", "sha256:" + "A".repeat(64), "0".repeat(64))) {
      assertThatIllegalArgumentException().isThrownBy(() -> ContentDigest.parse(text));
    }
  }
}
