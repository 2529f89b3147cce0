package dev.edgewise.sdk.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.sdk.spi.Message;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever way gRPC reads a message, it gets the same bytes. */
final class MessageMarshallerTest {
  private static final int MOST = 100_000;

  @Test
  void every_way_of_reading_gives_the_bytes_of_all_parts() throws Exception {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      Message message = new RandomMessages(random).next(MOST);
      for (int copy = 0; copy < 2; copy++) {
        // The second time round: reading a message takes nothing away from it.
        InputStream stream = MessageMarshaller.INSTANCE.stream(message);
        assertThat(stream).isInstanceOf(KnownLength.class);
        assertThat(read(stream, random)).as("seed %d", seed).isEqualTo(message.bytes());
      }
    }
  }

  /** Mixes all that a reader may do, and drains the rest. */
  private static byte[] read(InputStream stream, Random random) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int left = stream.available();
    for (int steps = random.nextInt(20); steps > 0; steps--) {
      int count = 0;
      if (random.nextBoolean()) {
        int single = stream.read();
        assertThat(single).isBetween(-1, 255);
        if (single >= 0) {
          bytes.write(single);
          count = 1;
        }
      } else {
        byte[] into = new byte[random.nextInt(5_000) + 5];
        int offset = random.nextInt(5);
        count = stream.read(into, offset, into.length - offset);
        assertThat(count).isBetween(left == 0 ? -1 : 1, into.length - offset);
        bytes.write(into, offset, Math.max(count, 0));
      }
      left -= Math.max(count, 0);
      assertThat(stream.available()).isEqualTo(left);
    }
    if (random.nextBoolean()) {
      bytes.write(stream.readAllBytes());
    } else {
      assertThat(((Drainable) stream).drainTo(bytes)).isEqualTo(left);
    }
    assertThat(stream.available()).isZero();
    assertThat(stream.read()).isEqualTo(-1);
    assertThat(stream.read(new byte[3], 0, 3)).isEqualTo(-1);
    assertThat(stream.read(new byte[3], 0, 0)).isZero();
    return bytes.toByteArray();
  }

  @Test
  void a_message_is_read_from_streams_that_know_their_length_and_from_those_that_do_not() {
    for (int size : new int[] {0, 1, 4_000, MOST}) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      assertThat(MessageMarshaller.INSTANCE.parse(new Known(bytes, size)).bytes()).isEqualTo(bytes);
      assertThat(MessageMarshaller.INSTANCE.parse(new ByteArrayInputStream(bytes)).bytes())
          .isEqualTo(bytes);
    }
  }

  @Test
  void a_stream_that_ends_too_early_is_an_error() {
    assertThatThrownBy(() -> MessageMarshaller.INSTANCE.parse(new Known(new byte[9], 10)))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("shorter than its length");
  }

  /** Gives a few bytes at a time, as sockets do. */
  private static final class Known extends FilterInputStream implements KnownLength {
    private final int length;

    Known(byte[] bytes, int length) {
      super(new ByteArrayInputStream(bytes));
      this.length = length;
    }

    @Override
    public int available() {
      return length;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
      return super.read(into, offset, Math.min(count, 1_000));
    }
  }
}
