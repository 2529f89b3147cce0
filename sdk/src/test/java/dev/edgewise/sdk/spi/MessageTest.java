package dev.edgewise.sdk.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MessageTest {
  @Test
  void however_it_is_cut_it_has_the_same_bytes() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(5_000)];
      random.nextBytes(bytes);
      List<ByteBuffer> parts = new ArrayList<>();
      for (int at = 0; at < bytes.length; ) {
        int size = Math.min(bytes.length - at, random.nextInt(900));
        ByteBuffer part = ByteBuffer.wrap(bytes, at, size);
        parts.add(random.nextBoolean() ? part : ByteBuffer.allocateDirect(size).put(part).flip());
        at += size;
      }
      Message message = Message.of(parts);

      assertThat(message.size()).as("seed %d", seed).isEqualTo(bytes.length);
      for (int copy = 0; copy < 2; copy++) {
        assertThat(message.bytes()).isEqualTo(bytes);
        ByteBuffer whole = message.contiguous();
        assertThat(whole).isEqualTo(ByteBuffer.wrap(bytes));
        whole.position(whole.limit());
        message.parts().forEach(part -> part.position(part.limit()));
      }
    }
  }

  @Test
  void one_buffer_is_not_copied_and_several_large_ones_go_outside_the_heap() {
    ByteBuffer one = ByteBuffer.allocate(8);
    Message message = Message.of(one);
    one.put(3, (byte) 9);
    assertThat(message.contiguous().get(3)).isEqualTo((byte) 9);

    ByteBuffer half = ByteBuffer.allocate(700_000);
    assertThat(Message.of(List.of(half, half)).contiguous().isDirect()).isTrue();
    assertThat(Message.of(List.of(one, one)).contiguous().isDirect()).isFalse();
  }

  @Test
  void two_gibibytes_are_too_many() {
    ByteBuffer block = ByteBuffer.allocate(1 << 20);
    assertThat(Message.of(Collections.nCopies(2_047, block)).size()).isEqualTo(2_047 << 20);
    assertThatThrownBy(() -> Message.of(Collections.nCopies(2_048, block)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void its_text_says_how_large_it_is_and_not_what_is_in_it() {
    assertThat(Message.of("secret".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .hasToString("Message of 6 bytes");
  }
}
