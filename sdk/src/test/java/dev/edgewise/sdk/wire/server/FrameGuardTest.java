package dev.edgewise.sdk.wire.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class FrameGuardTest {
  private static final int DATA = 0;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int END_STREAM = 1;

  /** Wants to end its calls before it lets the connection be closed, as gRPC does. */
  private static final class Patient extends ChannelOutboundHandlerAdapter {
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
      // Later.
    }
  }

  private final EmbeddedChannel channel = new EmbeddedChannel(new FrameGuard(5), new Patient());

  FrameGuardTest() {
    channel.freezeTime();
    send(new byte[24]);
  }

  private void send(byte... bytes) {
    channel.writeInbound(Unpooled.wrappedBuffer(bytes));
  }

  private static byte[] frame(int type, int flags, int length) {
    byte[] frame = new byte[9 + length];
    frame[1] = (byte) (length >> 8);
    frame[2] = (byte) length;
    frame[3] = (byte) type;
    frame[4] = (byte) flags;
    return frame;
  }

  private void pass(long seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
  }

  private String goodbye() {
    ByteBuf sent = channel.readOutbound();
    assertThat(sent.getByte(3)).as("the type of the frame: GOAWAY").isEqualTo((byte) 7);
    assertThat(sent.getInt(13)).as("its code: ENHANCE_YOUR_CALM").isEqualTo(11);
    return sent.toString(17, sent.readableBytes() - 17, java.nio.charset.StandardCharsets.US_ASCII);
  }

  @Test
  void frames_that_carry_nothing_close_a_connection_when_they_are_many() {
    for (int i = 0; i < 50; i++) {
      send(frame(SETTINGS, 0, 0));
      send(frame(DATA, 0, 0));
    }
    assertThat(channel.isOpen()).isTrue();
    send(frame(SETTINGS, 0, 0));
    assertThat(channel.isOpen()).isFalse();
    assertThat(goodbye()).isEqualTo("more than 100 frames within 10 s that carry nothing");
  }

  @Test
  void data_and_the_ends_of_calls_are_not_counted() {
    for (int i = 0; i < 1_000; i++) {
      send(frame(DATA, 0, 100));
      send(frame(DATA, END_STREAM, 0));
    }
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void resets_are_counted_in_a_window_of_ten_seconds() {
    for (int i = 0; i < 5; i++) {
      send(frame(RST_STREAM, 0, 4));
    }
    pass(11);
    for (int i = 0; i < 5; i++) {
      send(frame(RST_STREAM, 0, 4));
    }
    assertThat(channel.isOpen()).isTrue();
    send(frame(RST_STREAM, 0, 4));
    assertThat(channel.isOpen()).isFalse();
    assertThat(goodbye()).isEqualTo("more than 5 calls reset within 10 s");
  }

  @Test
  void a_frame_that_comes_a_byte_at_a_time_closes_the_connection() {
    byte[] frame = frame(DATA, 0, 100);
    for (int i = 0; i < 9; i++) {
      send(frame[i]);
      pass(1);
    }
    assertThat(channel.isOpen()).isTrue();
    send(frame[9]);
    pass(2);
    assertThat(channel.isOpen()).isFalse();
    assertThat(goodbye()).isEqualTo("a frame that was not whole after 10 s");
  }

  @Test
  void a_connection_that_is_quiet_between_frames_stays() {
    send(frame(DATA, 0, 100));
    pass(600);
    send(frame(DATA, 0, 100));
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void whatever_way_the_bytes_are_cut_they_pass_as_they_came() {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      EmbeddedChannel some = new EmbeddedChannel(new FrameGuard(5));
      ByteBuf all = Unpooled.buffer().writeBytes(new byte[24]);
      for (int i = 0; i < 50; i++) {
        byte[] frame = frame(DATA, 0, 1 + random.nextInt(300));
        random.nextBytes(frame);
        byte[] head = frame(DATA, 0, frame.length - 9);
        System.arraycopy(head, 0, frame, 0, 9);
        all.writeBytes(frame);
      }
      ByteBuf passed = Unpooled.buffer();
      for (int at = 0; at < all.writerIndex(); ) {
        int count = Math.min(all.writerIndex() - at, 1 + random.nextInt(200));
        some.writeInbound(all.copy(at, count));
        passed.writeBytes(some.<ByteBuf>readInbound());
        at += count;
      }
      assertThat(passed).as("seed " + seed).isEqualTo(all);
      assertThat(some.isOpen()).as("seed " + seed).isTrue();
    }
  }
}
