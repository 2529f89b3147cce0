package dev.edgewise.engines.tokenizers;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The numbers are those of the Python package tokenizers 0.22 for the same file. */
final class WordPiecesTest {
  /** DJL looks for its library once in a JVM, with the loader of the thread that comes first. */
  @BeforeAll
  static void the_first_who_asks_may_be_a_service() throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader stranger = ClassLoader.getPlatformClassLoader();
    thread.setContextClassLoader(stranger);
    try (WordPieces words = open()) {
      assertThat(words.encode("")).hasSize(2);
      assertThat(thread.getContextClassLoader()).isSameAs(stranger);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void texts_get_the_numbers_that_the_original_gives() throws IOException {
    try (WordPieces words = open()) {
      assertThat(words.encode("")).containsExactly(101, 102);
      assertThat(words.encode("a cup of coffee on a table"))
          .containsExactly(101, 1037, 2452, 1997, 4157, 2006, 1037, 2795, 102);
      assertThat(words.encode("Ankle BOOTS, £50!"))
          .containsExactly(101, 10792, 6879, 1010, 27813, 2692, 999, 102);
    }
  }

  @Test
  void a_long_text_is_cut() throws IOException {
    try (WordPieces words = open()) {
      assertThat(words.encode("word ".repeat(1000))).hasSize(256).endsWith(102);
    }
  }

  @Test
  void many_threads_get_the_same() throws IOException {
    try (WordPieces words = open()) {
      List<String> texts =
          IntStream.range(0, 200).mapToObj(i -> "text number " + i + " of some").toList();
      List<long[]> alone = texts.stream().map(words::encode).toList();
      List<long[]> together = texts.parallelStream().map(words::encode).toList();
      assertThat(together).usingRecursiveComparison().isEqualTo(alone);
    }
  }

  @Test
  void a_file_that_is_no_tokenizer_is_refused_with_what_to_do() {
    assertThatThrownBy(() -> WordPieces.open("{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(EdgewiseException.class)
        .hasMessageContaining("EW8004")
        .hasMessageContaining("ENGINE_CACHE_DIR");
  }

  private static WordPieces open() throws IOException {
    try (InputStream in =
        requireNonNull(
            WordPiecesTest.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json"))) {
      return WordPieces.open(in.readAllBytes());
    }
  }
}
