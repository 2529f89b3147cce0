package dev.edgewise.serving.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class NearestCaptionsTest {
  private final MemoryFiles files =
      new MemoryFiles()
          .with("captions.json", "{\"captions\": \"all.txt\"}")
          .with("all.txt", "a red boot\n\n  a bag  \na dress\na boot\nanother bag\n");

  @Test
  void the_nearest_come_first_and_equal_ones_as_they_are_written() {
    NearestCaptions captions = NearestCaptions.open(files, FakeEmbedder::new);
    assertThat(captions.size()).isEqualTo(5);
    assertThat(captions.nearest("boot", 2))
        .extracting(NearestCaptions.Hit::text)
        .containsExactly("a boot", "a red boot");
    assertThat(captions.nearest("bag", 3))
        .extracting(NearestCaptions.Hit::text)
        .startsWith("a bag", "another bag");
    assertThat(captions.nearest("boot", 100)).hasSize(5);
  }

  @Test
  void what_is_out_of_range_is_an_error() {
    NearestCaptions captions = NearestCaptions.open(files, FakeEmbedder::new);
    assertThatThrownBy(() -> captions.nearest("x", 0)).hasMessageContaining("1 to 100");
    assertThatThrownBy(() -> captions.nearest("x", 101)).hasMessageContaining("1 to 100");
    assertThatThrownBy(() -> captions.nearest("x".repeat(10_001), 1))
        .hasMessageContaining("at most 10000");
  }

  @Test
  void a_folder_that_cannot_be_used_says_what_is_wrong() {
    assertThatThrownBy(() -> open("captions.json", "{}")).hasMessageContaining("\"captions\"");
    assertThatThrownBy(() -> open("captions.json", "{\"captions\": \"../x\"}"))
        .hasMessageContaining("not one inside");
    assertThatThrownBy(() -> open("captions.json", "{\"captions\": \"b.txt\"}"))
        .hasMessageContaining("b.txt is missing");
    assertThatThrownBy(() -> open("all.txt", " \n")).hasMessageContaining("0 captions");
    assertThatThrownBy(() -> open("all.txt", "x".repeat(1_001)))
        .hasMessageContaining("1001 characters");
  }

  private NearestCaptions open(String path, String text) {
    MemoryFiles broken =
        new MemoryFiles().with("captions.json", "{\"captions\": \"all.txt\"}").with("all.txt", "x");
    return NearestCaptions.open(broken.with(path, text), FakeEmbedder::new);
  }
}
