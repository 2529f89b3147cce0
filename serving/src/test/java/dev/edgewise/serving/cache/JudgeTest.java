package dev.edgewise.serving.cache;

import static dev.edgewise.serving.cache.CutTest.all;
import static dev.edgewise.serving.cache.CutTest.number;
import static dev.edgewise.serving.cache.CutTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Sameness;
import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class JudgeTest {
  private static boolean same(Sameness by, byte[] one, byte[] other) {
    return Judge.same(by, ByteBuffer.wrap(one), ByteBuffer.wrap(other));
  }

  private static byte[] message(int field, byte[] bytes) {
    byte[] whole = new byte[bytes.length + 2];
    whole[0] = (byte) (field << 3 | 2);
    whole[1] = (byte) bytes.length;
    System.arraycopy(bytes, 0, whole, 2, bytes.length);
    return whole;
  }

  /** A caption with its similarity, as searches answer. */
  private static byte[] near(String caption, double similarity) {
    byte[] score = new byte[9];
    score[0] = 2 << 3 | 1;
    long bits = Long.reverseBytes(Double.doubleToRawLongBits(similarity));
    ByteBuffer.wrap(score).putLong(1, bits);
    return message(1, all(text(1, caption), score));
  }

  @Test
  void equal_is_every_byte() {
    assertThat(same(Sameness.EQUAL, text(1, "a"), text(1, "a"))).isTrue();
    assertThat(same(Sameness.EQUAL, text(1, "a"), text(1, "A"))).isFalse();
    assertThat(same(Sameness.EQUAL, new byte[0], new byte[0])).isTrue();
  }

  @Test
  void texts_are_the_same_letter_case_spaces_and_punctuation_aside() {
    assertThat(same(Sameness.TEXT, text(1, "It is 12°C."), text(1, "it  is 12 °c"))).isTrue();
    assertThat(same(Sameness.TEXT, text(1, "It is 12"), text(1, "It is 13"))).isFalse();
    assertThat(same(Sameness.TEXT, text(1, "yes"), text(1, "no"))).isFalse();
    assertThat(same(Sameness.TEXT, text(1, "+"), text(1, "-"))).isFalse();
    assertThat(same(Sameness.TEXT, text(1, "a"), new byte[0])).isFalse();
  }

  @Test
  void texts_inside_of_records_count_in_their_order() {
    byte[] one = message(1, all(text(1, "Paris"), number(2, 3)));
    assertThat(same(Sameness.TEXT, one, message(1, all(text(1, "paris!"), number(2, 9))))).isTrue();
    assertThat(same(Sameness.TEXT, one, message(1, all(text(1, "Rome"), number(2, 3))))).isFalse();
    assertThat(
            same(Sameness.TEXT, all(text(1, "a"), text(1, "b")), all(text(1, "b"), text(1, "a"))))
        .isFalse();
  }

  @Test
  void a_record_whose_length_is_a_letter_is_still_a_record() {
    // 72 bytes behind the tag "\n": read as a text, its length would be an H.
    byte[] shorter = message(1, text(1, "x".repeat(60) + " y"));
    byte[] longer = message(1, text(1, "x".repeat(60) + "   y"));
    assertThat(same(Sameness.TEXT, shorter, longer)).isTrue();
  }

  @Test
  void answers_without_a_text_must_be_equal() {
    assertThat(same(Sameness.TEXT, number(1, 3), number(1, 4))).isFalse();
    assertThat(same(Sameness.TEXT, number(1, 3), number(1, 3))).isTrue();
  }

  @Test
  void the_first_of_a_list_counts_whatever_it_scored() {
    byte[] one = all(near("a cup", 0.91), near("a pot", 0.5));
    assertThat(same(Sameness.FIRST, one, all(near("a cup", 0.87), near("a jug", 0.4)))).isTrue();
    assertThat(same(Sameness.FIRST, one, all(near("a pot", 0.91), near("a cup", 0.5)))).isFalse();
    assertThat(same(Sameness.FIRST, one, new byte[0])).isFalse();
    // Inside of a record too.
    assertThat(same(Sameness.FIRST, message(3, one), message(3, near("a cup", 0.2)))).isTrue();
  }

  @Test
  void the_first_number_counts_where_there_is_no_text() {
    assertThat(
            same(Sameness.FIRST, all(number(1, 3), number(1, 4)), all(number(1, 3), number(1, 5))))
        .isTrue();
    assertThat(
            same(Sameness.FIRST, all(number(1, 4), number(1, 3)), all(number(1, 3), number(1, 4))))
        .isFalse();
  }

  @Property(tries = 1_000)
  void what_cannot_be_read_is_the_same_only_when_it_is_equal(
      @ForAll byte[] one, @ForAll byte[] other) {
    for (Sameness by : Sameness.values()) {
      assertThat(same(by, one, one)).isTrue();
      assertThat(same(by, one, other)).isEqualTo(same(by, other, one));
    }
  }
}
