package dev.edgewise.sdk.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.ByteString;
import dev.edgewise.proto.v1.BeginMessage;
import dev.edgewise.proto.v1.ChunkedRequest;
import dev.edgewise.proto.v1.ChunkedResponse;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.ChunkReader.Step;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Cutting messages into frames and putting them together again, held against protobuf's own. */
final class ChunksTest {
  private static final int MIB = 1 << 20;
  private static final String METHOD = "shop.v1.Vision/detect";

  @Test
  void every_request_is_what_protobuf_reads_out_of_its_frames() throws Exception {
    for (long seed = 0; seed < 60; seed++) {
      Message message = new RandomMessages(new Random(seed)).next(seed < 50 ? MIB : 5 * MIB);
      List<Message> frames = all(ChunkWriter.call(METHOD, message));

      ChunkedRequest begin = ChunkedRequest.parseFrom(frames.get(0).bytes());
      assertThat(begin.getBegin().getMethod()).isEqualTo(METHOD);
      assertThat(begin.getBegin().getTotalBytes()).isEqualTo(message.size());
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      for (Message frame : frames.subList(1, frames.size())) {
        ByteString chunk = ChunkedRequest.parseFrom(frame.bytes()).getChunk();
        boolean last = frame == frames.get(frames.size() - 1);
        assertThat(chunk.size()).isBetween(1, ChunkFrame.CHUNK);
        assertThat(last || chunk.size() == ChunkFrame.CHUNK).isTrue();
        chunk.writeTo(whole);
      }
      assertThat(whole.toByteArray()).as("seed %d", seed).isEqualTo(message.bytes());
    }
  }

  @Test
  void answers_come_out_as_they_went_in_one_after_the_other() {
    for (long seed = 0; seed < 60; seed++) {
      RandomMessages messages = new RandomMessages(new Random(seed));
      ChunkReader reader = new ChunkReader(8 * MIB);
      for (int i = 0; i < 3; i++) {
        Message message = messages.next(seed < 50 ? MIB : 5 * MIB);
        List<Message> frames = all(ChunkWriter.answer(message));
        assertThat(frames.size() == 1).isEqualTo(message.size() <= ChunkFrame.CHUNK);
        Message back = read(reader, frames);
        assertThat(back.bytes()).as("seed %d", seed).isEqualTo(message.bytes());
        assertThat(reader.unfinished()).isEmpty();
      }
    }
  }

  @Test
  void however_others_cut_a_message_it_comes_together() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      // Most are small: how a message is cut matters, and one in ten lies outside the heap.
      byte[] bytes = new byte[random.nextInt(seed % 10 == 0 ? 3 * MIB : 64 * 1024)];
      random.nextBytes(bytes);
      int alignAt = random.nextInt(bytes.length + 10);
      List<Message> frames = new ArrayList<>();
      int at = random.nextBoolean() ? 0 : Math.min(bytes.length, random.nextInt(100));
      frames.add(
          protobuf(
              ChunkedResponse.newBuilder()
                  .setBegin(
                      BeginMessage.newBuilder()
                          .setTotalBytes(bytes.length)
                          .setAlignAt(alignAt)
                          .setChunk(ByteString.copyFrom(bytes, 0, at)))));
      while (at < bytes.length) {
        int most = frames.size() > 200 ? MIB : random.nextBoolean() ? 9 : 1 + bytes.length / 3;
        int size = Math.min(bytes.length - at, random.nextInt(most));
        frames.add(
            protobuf(ChunkedResponse.newBuilder().setChunk(ByteString.copyFrom(bytes, at, size))));
        at += size;
      }
      Message whole = read(new ChunkReader(3 * MIB), frames);
      assertThat(whole.bytes()).as("seed %d", seed).isEqualTo(bytes);
    }
  }

  @Test
  void a_block_of_numbers_lies_where_engines_can_read_it() {
    ByteBuffer block = ByteBuffer.allocateDirect(MIB);
    for (int before = 0; before < 200; before++) {
      Message message = Message.of(List.of(ByteBuffer.allocate(before), block));
      ByteBuffer whole =
          read(new ChunkReader(3 * MIB), all(ChunkWriter.answer(message))).contiguous();
      assertThat(whole.isDirect()).isTrue();
      assertThat(whole.alignmentOffset(before, 64)).isZero();
    }
  }

  @Test
  void bytes_are_not_copied_when_they_are_cut_or_read() {
    ByteBuffer block = ByteBuffer.allocateDirect(3 * MIB);
    List<Message> frames = all(ChunkWriter.call(METHOD, Message.of(block)));
    block.put(0, (byte) 42);
    List<ByteBuffer> parts = frames.get(1).parts();
    assertThat(parts.get(parts.size() - 1).get(0)).isEqualTo((byte) 42);

    ByteBuffer frame = frames.get(1).contiguous();
    ChunkFrame.Chunk chunk = (ChunkFrame.Chunk) ChunkFrame.ofRequest(Message.of(frame));
    frame.put(frame.limit() - 1, (byte) 7);
    assertThat(chunk.bytes().get(chunk.bytes().limit() - 1)).isEqualTo((byte) 7);
  }

  @Test
  void what_breaks_the_rules_is_said_and_nothing_is_allocated_for_it() {
    Message begin = ChunkFrame.beginMessage(10, 0, ByteBuffer.allocate(0));
    assertThat(because(begin, begin)).isEqualTo("a message begins after 0 of 10 bytes of the last");
    assertThat(because(chunk(3))).isEqualTo("a chunk of no message");
    assertThat(because(begin, chunk(11))).contains("more than the 10 bytes", "11 after 0");
    assertThat(because(begin, chunk(4), chunk(7))).contains("7 after 4");
    assertThat(because(ChunkFrame.beginMessage(-1, 0, ByteBuffer.allocate(0)))).contains("-1");
    assertThat(because(Message.of(new byte[] {1, 2, 3}))).contains("edgewise.v1.ChunkedResponse");
    assertThat(because(Message.EMPTY)).contains("neither begin nor chunk");
    Message large = ChunkFrame.beginMessage(3L * MIB, 0, ByteBuffer.allocate(0));
    assertThat(because(large, chunk(MIB + 1))).contains("1048577", "at most 1048576");

    Step tooLarge =
        new ChunkReader(100)
            .accept(ChunkFrame.beginMessage(Long.MAX_VALUE, 0, ByteBuffer.allocate(0)));
    assertThat(tooLarge)
        .isEqualTo(new Step.TooLarge("9223372036854775807 bytes, and at most 100 are taken"));
  }

  @Test
  void random_bytes_are_a_frame_or_a_clear_refusal() {
    Random random = new Random(3);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      if (bytes.length > 1 && random.nextBoolean()) {
        bytes[0] = (byte) (random.nextBoolean() ? 0x12 : 0x0A);
        bytes[1] = (byte) random.nextInt(12);
      }
      boolean valid;
      try {
        valid = ChunkedRequest.parseFrom(bytes).getKindCase().getNumber() != 0;
      } catch (com.google.protobuf.InvalidProtocolBufferException e) {
        valid = false;
      }
      boolean read;
      try {
        ChunkFrame unused = ChunkFrame.ofRequest(Message.of(bytes));
        read = true;
      } catch (MalformedMessage e) {
        read = false;
      }
      if (read != valid) {
        fail("seen as " + (read ? "a frame" : "none") + ": " + Arrays.toString(bytes));
      }
    }
  }

  private static Message chunk(int size) {
    return ChunkFrame.chunk(List.of(ByteBuffer.allocate(size)));
  }

  private static String because(Message... frames) {
    ChunkReader reader = new ChunkReader(4 * MIB);
    for (int i = 0; i < frames.length - 1; i++) {
      assertThat(reader.accept(frames[i])).isInstanceOf(Step.More.class);
    }
    return ((Step.Broken) reader.accept(frames[frames.length - 1])).because();
  }

  private static Message protobuf(ChunkedResponse.Builder frame) {
    return Message.of(frame.build().toByteArray());
  }

  private static Message read(ChunkReader reader, List<Message> frames) {
    for (Message frame : frames.subList(0, frames.size() - 1)) {
      assertThat(reader.accept(frame)).isInstanceOf(Step.More.class);
      assertThat(reader.unfinished()).isPresent();
    }
    return ((Step.Whole) reader.accept(frames.get(frames.size() - 1))).message();
  }

  private static List<Message> all(ChunkWriter writer) {
    List<Message> frames = new ArrayList<>();
    while (writer.hasNext()) {
      frames.add(writer.next());
    }
    return frames;
  }
}
