package dev.edgewise.sdk.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedInputStream;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** Messages with large blocks in them, at any depth and in any order. */
final class BlocksTest {
  private static final int NESTED = 1 << 3 | WireReader.LENGTH_DELIMITED;

  /** A message with tensors in a field of their own, as generated code writes it. */
  private enum Tensors implements Codec<List<Tensor>> {
    INSTANCE;

    @Override
    public String messageName() {
      return "test.Tensors";
    }

    @Override
    public int size(List<Tensor> value, Sizes sizes) {
      int size = 0;
      for (Tensor tensor : value) {
        int slot = sizes.reserve();
        int nested = sizes.set(slot, TensorCodec.INSTANCE.size(tensor, sizes));
        size += 1 + WireWriter.sizeOfLengthDelimited(nested);
      }
      return size;
    }

    @Override
    public void write(List<Tensor> value, WireWriter out, Sizes sizes) {
      for (Tensor tensor : value) {
        out.tag(NESTED);
        out.varint(sizes.next());
        TensorCodec.INSTANCE.write(tensor, out, sizes);
      }
    }

    @Override
    public List<Tensor> read(WireReader in) {
      List<Tensor> tensors = new ArrayList<>();
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        tensors.add(in.message(TensorCodec.INSTANCE));
      }
      return tensors;
    }
  }

  @Test
  void large_and_small_ones_read_as_protobuf_reads_them_and_come_back_however_they_are_cut()
      throws Exception {
    for (long seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      List<Tensor> tensors = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        tensors.add(tensor(random, random.nextBoolean() ? 200 : 40_000));
      }
      Message message = WireWriter.encode(Tensors.INSTANCE, tensors);

      CodedInputStream theirs = CodedInputStream.newInstance(message.bytes());
      for (Tensor tensor : tensors) {
        assertThat(theirs.readTag()).isEqualTo(NESTED);
        dev.edgewise.proto.v1.Tensor read =
            dev.edgewise.proto.v1.Tensor.parseFrom(theirs.readByteArray());
        assertThat(read.getData().asReadOnlyByteBuffer()).isEqualTo(tensor.data());
      }
      assertThat(theirs.isAtEnd()).isTrue();
      assertThat(data(WireReader.decode(Tensors.INSTANCE, message)))
          .as("seed %d", seed)
          .isEqualTo(data(tensors));
      assertThat(data(WireReader.decode(Tensors.INSTANCE, recut(message, random))))
          .as("seed %d", seed)
          .isEqualTo(data(tensors));
    }
  }

  private static Tensor tensor(Random random, int most) {
    Tensor tensor = Tensor.allocate(ElementType.FLOAT32, List.of(random.nextInt(most)));
    byte[] bytes = new byte[tensor.data().remaining()];
    random.nextBytes(bytes);
    tensor.data().put(bytes);
    return tensor;
  }

  private static List<ByteBuffer> data(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::data).toList();
  }

  private static Message recut(Message message, Random random) {
    byte[] bytes = message.bytes();
    List<ByteBuffer> parts = new ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      int size = Math.min(bytes.length - at, random.nextInt(100_000));
      ByteBuffer part = random.nextBoolean() ? direct(size) : ByteBuffer.allocate(size);
      parts.add(part.put(bytes, at, size).flip());
      at += size;
    }
    return Message.of(parts);
  }

  private static ByteBuffer direct(int size) {
    return ByteBuffer.allocateDirect(size);
  }

  @Test
  void what_is_read_is_aligned_wherever_it_came_from() {
    Tensor tensor = tensor(new Random(1), 1_000);
    for (int offset = 0; offset < 16; offset++) {
      ByteBuffer odd = ByteBuffer.allocateDirect(offset + 5_000).position(offset);
      WireWriter.encode(TensorCodec.INSTANCE, tensor).parts().forEach(odd::put);
      Tensor back =
          WireReader.decode(TensorCodec.INSTANCE, Message.of(odd.flip().position(offset)));
      assertThat(back.data().alignmentOffset(0, Float.BYTES)).isZero();
      assertThat(back.data()).isEqualTo(tensor.data());
    }
  }

  @Test
  void a_message_above_the_bound_is_refused_before_anything_is_made() {
    Tensor tensor = tensor(new Random(2), 100_000);
    int size = WireWriter.encode(TensorCodec.INSTANCE, tensor).size();
    assertThat(WireWriter.encode(TensorCodec.INSTANCE, tensor, size).size()).isEqualTo(size);
    assertThatThrownBy(() -> WireWriter.encode(TensorCodec.INSTANCE, tensor, size - 1))
        .isInstanceOf(MessageTooLarge.class)
        .hasMessage("edgewise.v1.Tensor has %d bytes, and a message may have %d", size, size - 1);
  }

  @Test
  void two_gibibytes_and_more_are_too_large_however_the_sum_goes_wrong() {
    List<ToIntFunction<Sizes>> measures =
        List.of(
            sizes -> Math.addExact(Integer.MAX_VALUE, sizes.reserve() + 1),
            sizes -> Integer.MAX_VALUE + sizes.reserve() + 1,
            sizes -> {
              int size = 20;
              for (int i = 0; i < 5; i++) {
                sizes.block(1 << 30);
                size += 1 << 30;
              }
              return size;
            });
    for (ToIntFunction<Sizes> measure : measures) {
      assertThatThrownBy(() -> WireWriter.encode(new Measured(measure), ""))
          .isInstanceOf(MessageTooLarge.class)
          .hasMessage("test.Measured has 2 GiB or more");
    }
  }

  /** Of a size that is only said. */
  private record Measured(ToIntFunction<Sizes> measure) implements Codec<String> {
    @Override
    public String messageName() {
      return "test.Measured";
    }

    @Override
    public int size(String value, Sizes sizes) {
      return measure.applyAsInt(sizes);
    }

    @Override
    public void write(String value, WireWriter out, Sizes sizes) {
      throw new AssertionError("nothing is to be written");
    }

    @Override
    public String read(WireReader in) {
      throw new AssertionError("nothing is to be read");
    }
  }
}
