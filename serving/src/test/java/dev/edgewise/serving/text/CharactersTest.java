package dev.edgewise.serving.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class CharactersTest {
  @Test
  void a_character_comes_when_its_last_byte_has_come() {
    Characters characters = new Characters();
    byte[] smile = "🙂".getBytes(StandardCharsets.UTF_8);

    assertThat(characters.add(Arrays.copyOfRange(smile, 0, 1))).isEmpty();
    assertThat(characters.add(Arrays.copyOfRange(smile, 1, 3))).isEmpty();
    assertThat(characters.add(Arrays.copyOfRange(smile, 3, 4))).isEqualTo("🙂");
  }

  @Test
  void what_is_cut_off_at_the_end_is_replaced() {
    Characters characters = new Characters();

    assertThat(characters.add(new byte[] {'a', (byte) 0xF0, (byte) 0x9F})).isEqualTo("a");
    assertThat(characters.end()).isEqualTo("\uFFFD");
    assertThat(characters.end()).isEmpty();
  }

  /** Any bytes in any pieces give what they give in one. */
  @Property(tries = 1_000)
  void pieces_make_no_difference(@ForAll byte[] bytes, @ForAll java.util.Random cuts) {
    StringBuilder shown = new StringBuilder();
    Characters characters = new Characters();
    int at = 0;
    while (at < bytes.length) {
      int end = Math.min(bytes.length, at + cuts.nextInt(4));
      shown.append(characters.add(Arrays.copyOfRange(bytes, at, end)));
      at = end;
    }
    shown.append(characters.end());

    assertThat(shown.toString()).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
  }
}
