package dev.edgewise.serving.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.serving.repository.TextProto.Malformed;
import dev.edgewise.serving.repository.TextProto.Value;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class TextProtoTest {
  private static String last(String text, String name) throws Malformed {
    return TextProto.parse(text).last(name).orElseThrow().toString();
  }

  @Test
  void all_ways_to_write_a_value_are_read() throws Exception {
    assertThat(last("a: 1", "a")).isEqualTo("Scalar[text=1]");
    assertThat(last("a: -1.5e3f", "a")).isEqualTo("Scalar[text=-1.5e3f]");
    assertThat(last("a: \"x\" 'y'", "a")).isEqualTo("Scalar[text=xy]");
    assertThat(last("a: \"q\\\"\\n\"", "a")).isEqualTo("Scalar[text=q\"\n]");
    assertThat(last("a < b: TRUE >", "a")).contains("TRUE");
    assertThat(TextProto.parse("a: [1, 2] a: 3").all("a")).hasSize(3);
    assertThat(TextProto.parse("# nothing\n").fields()).isEmpty();
    assertThat(TextProto.parse("a: []").fields()).isEmpty();
  }

  @Test
  void what_is_wrong_is_told_with_its_line() {
    assertThatThrownBy(() -> TextProto.parse("a: 1\nb {")).hasMessage("line 2: '}' is missing");
    assertThatThrownBy(() -> TextProto.parse("a 1")).hasMessage("line 1: ':' is missing");
    assertThatThrownBy(() -> TextProto.parse("a: \"x")).hasMessage("line 1: a string does not end");
    assertThatThrownBy(() -> TextProto.parse("a {".repeat(100))).hasMessageContaining("32 deep");
  }

  @Property(tries = 2_000)
  void any_text_is_read_or_refused(
      @ForAll
          @StringLength(max = 60)
          @Chars({'{', '}', '[', ']', '<', '>', ':', ',', ';', '"', '\'', '\\', '#', '\n', ' '})
          @CharRange(from = 'a', to = 'c')
          @CharRange(from = '0', to = '2')
          String text) {
    try {
      Value.Block block = TextProto.parse(text);
      assertThat(block.fields().size()).isLessThanOrEqualTo(text.length());
    } catch (Malformed e) {
      assertThat(e).hasMessageStartingWith("line ");
    }
  }
}
