package dev.edgewise.serving.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class StopsTest {
  @Test
  void what_could_become_a_stop_string_is_held_back_until_it_is_decided() {
    Stops stops = new Stops(List.of("\nUser:"));

    assertThat(stops.add("Yes.\nU")).isEqualTo("Yes.");
    assertThat(stops.add("s")).isEmpty();
    assertThat(stops.add("ually")).isEqualTo("\nUsually");
    assertThat(stops.add("\nUser: and")).isEmpty();
    assertThat(stops.stopped()).isTrue();
    assertThat(stops.add("more")).isEmpty();
  }

  @Test
  void at_the_end_what_was_held_back_is_text() {
    Stops stops = new Stops(List.of("END"));

    assertThat(stops.add("the EN")).isEqualTo("the ");
    assertThat(stops.end()).isEqualTo("EN");
  }

  @Test
  void the_stop_that_begins_first_wins() {
    Stops stops = new Stops(List.of("cd", "bcde"));

    assertThat(stops.add("abcdef")).isEqualTo("a");
  }

  /** However the text comes in pieces, what is shown is what stands before the first stop. */
  @Property(tries = 500)
  void pieces_make_no_difference(
      @ForAll("letters") String text,
      @ForAll("stops") List<String> all,
      @ForAll java.util.Random cuts) {
    StringBuilder shown = new StringBuilder();
    Stops stops = new Stops(all);
    int at = 0;
    while (at < text.length() && !stops.stopped()) {
      int end = Math.min(text.length(), at + 1 + cuts.nextInt(3));
      shown.append(stops.add(text.substring(at, end)));
      at = end;
      for (String stop : all) {
        assertThat(shown.toString()).doesNotContain(stop);
      }
    }
    if (!stops.stopped()) {
      shown.append(stops.end());
      assertThat(shown.toString()).isEqualTo(text);
    } else {
      assertThat(text).startsWith(shown.toString());
      assertThat(all).anyMatch(stop -> text.startsWith(stop, shown.length()));
    }
  }

  @Provide
  Arbitrary<String> letters() {
    return Arbitraries.strings().withChars('a', 'b').ofMaxLength(40);
  }

  @Provide
  Arbitrary<List<String>> stops() {
    return Arbitraries.strings()
        .withChars('a', 'b')
        .ofMinLength(2)
        .ofMaxLength(6)
        .list()
        .ofMaxSize(4);
  }
}
