package dev.edgewise.serving.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.sdk.spi.Message;
import java.io.ByteArrayOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class CutTest {
  static byte[] text(int field, String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(field << 3 | 2);
    for (int length = utf8.length; ; length >>>= 7) {
      out.write(length > 0x7F ? (length & 0x7F) | 0x80 : length);
      if (length <= 0x7F) {
        break;
      }
    }
    out.writeBytes(utf8);
    return out.toByteArray();
  }

  static byte[] number(int field, int value) {
    return new byte[] {(byte) (field << 3), (byte) value};
  }

  static byte[] all(byte[]... fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] field : fields) {
      out.writeBytes(field);
    }
    return out.toByteArray();
  }

  @Test
  void a_request_is_cut_at_its_text() {
    Cut cut =
        Cut.of(Message.of(all(number(1, 7), text(2, "Is it warm?"), number(3, 5))), 2)
            .orElseThrow();
    assertThat(cut.text()).isEqualTo("Is it warm?");
    assertThat(cut.before().bytes()).isEqualTo(number(1, 7));
    assertThat(cut.behind().bytes()).isEqualTo(number(3, 5));
  }

  @Test
  void a_text_alone_is_a_request() {
    Cut cut = Cut.of(Message.of(text(1, "x")), 1).orElseThrow();
    assertThat(cut.text()).isEqualTo("x");
    assertThat(cut.before().size() + cut.behind().size()).isZero();
  }

  @Test
  void what_is_no_question_is_not_cut() {
    assertThat(Cut.of(Message.EMPTY, 1)).isEmpty();
    assertThat(Cut.of(Message.of(text(2, "x")), 1)).isEmpty();
    assertThat(Cut.of(Message.of(text(1, "  ")), 1)).isEmpty();
    assertThat(Cut.of(Message.of(number(1, 3)), 1)).isEmpty();
    // The last one would count for a reader, and the first would be compared.
    assertThat(Cut.of(Message.of(all(text(1, "x"), text(1, "y"))), 1)).isEmpty();
    assertThat(Cut.of(Message.of(text(1, "x".repeat(Cut.LONGEST + 1))), 1)).isEmpty();
    assertThat(Cut.of(Message.of(new byte[] {10, 5, 'x'}), 1)).isEmpty();
    assertThat(Cut.of(Message.of(new byte[] {10, 1, (byte) 0xFF}), 1)).isEmpty();
  }

  @Property(tries = 1_000)
  void a_strangers_bytes_are_cut_or_are_not_and_never_throw(@ForAll byte[] bytes) {
    Cut.of(Message.of(bytes), 1)
        .ifPresent(
            cut ->
                assertThat(all(cut.before().bytes(), text(1, cut.text()), cut.behind().bytes()))
                    .hasSizeLessThanOrEqualTo(bytes.length));
  }

  @Property(tries = 300)
  void nothing_is_lost_of_a_request(@ForAll("word") String text, @ForAll byte number) {
    byte[] before = number(2, number & 0x7F);
    byte[] behind = text(5, "limit");
    Cut cut = Cut.of(Message.of(all(before, text(1, text), behind)), 1).orElseThrow();
    assertThat(cut.text()).isEqualTo(text);
    assertThat(cut.before().bytes()).isEqualTo(before);
    assertThat(cut.behind().bytes()).isEqualTo(behind);
  }

  @net.jqwik.api.Provide
  net.jqwik.api.Arbitrary<String> word() {
    return net.jqwik.api.Arbitraries.strings()
        .withCharRange('a', 'z')
        .withChars("äß€")
        .ofMinLength(1)
        .ofMaxLength(300);
  }
}
