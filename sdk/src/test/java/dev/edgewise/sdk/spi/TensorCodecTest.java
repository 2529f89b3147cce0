package dev.edgewise.sdk.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TensorCodecTest {
  private final Random random = new Random(11);

  private Tensor tensor(ElementType type, List<Integer> shape) {
    if (type == ElementType.BYTES) {
      int count = shape.stream().reduce(1, (a, b) -> a * b);
      return Tensor.ofTexts(
          shape, IntStream.range(0, count).mapToObj(size -> new byte[size]).toList());
    }
    Tensor tensor = Tensor.allocate(type, shape);
    byte[] bytes = new byte[tensor.data().remaining()];
    random.nextBytes(bytes);
    tensor.data().put(bytes);
    return tensor;
  }

  private static dev.edgewise.proto.v1.Tensor theirs(Message message) throws Exception {
    return dev.edgewise.proto.v1.Tensor.parseFrom(message.bytes());
  }

  @Test
  void every_type_and_shape_reads_as_protobuf_reads_it_and_comes_back() throws Exception {
    for (ElementType type : ElementType.values()) {
      for (List<Integer> shape : List.of(List.<Integer>of(), List.of(0, 3), List.of(2, 3, 4))) {
        Tensor tensor = tensor(type, shape);
        Message message = WireWriter.encode(TensorCodec.INSTANCE, tensor);
        dev.edgewise.proto.v1.Tensor theirs = theirs(message);
        assertThat(theirs.getType().name()).isEqualTo("ELEMENT_TYPE_" + type.name());
        assertThat(theirs.getShapeList()).map(Long::intValue).isEqualTo(shape);
        assertThat(theirs.getData()).isEqualTo(ByteString.copyFrom(tensor.data()));
        assertThat(theirs.toByteArray()).isEqualTo(message.bytes());

        Tensor back = WireReader.decode(TensorCodec.INSTANCE, message);
        assertThat(back.type()).isEqualTo(type);
        assertThat(back.shape()).isEqualTo(shape);
        assertThat(back.data()).isEqualTo(tensor.data());
      }
    }
  }

  @Test
  void a_large_tensor_is_a_part_of_the_message_and_not_copied_out() {
    Tensor tensor = tensor(ElementType.FLOAT32, List.of(64, 1024));
    Message message = WireWriter.encode(TensorCodec.INSTANCE, tensor);
    assertThat(message.parts()).hasSize(2);
    ByteBuffer part = message.parts().get(1);
    tensor.data().putFloat(0, 42);
    assertThat(part.isDirect()).isTrue();
    assertThat(part.order(java.nio.ByteOrder.nativeOrder()).getFloat(0)).isEqualTo(42);
  }

  @Test
  void elements_that_an_engine_can_read_where_they_are_are_not_copied_in() {
    Tensor tensor = tensor(ElementType.UINT8, List.of(100_000));
    ByteBuffer direct = ByteBuffer.allocateDirect(200_000);
    WireWriter.encode(TensorCodec.INSTANCE, tensor).parts().forEach(direct::put);
    direct.flip();
    Tensor back = WireReader.decode(TensorCodec.INSTANCE, Message.of(direct));
    byte before = back.data().get(0);
    direct.put(direct.limit() - 100_000, (byte) ~before);
    assertThat(back.data().get(0)).isEqualTo((byte) ~before);
  }

  @Test
  void what_is_no_tensor_is_malformed() {
    assertMalformed(dev.edgewise.proto.v1.Tensor.newBuilder().build(), "type");
    assertMalformed(ofFloat().addShape(3).build(), "data");
    assertMalformed(ofFloat().addShape(-1).build(), "shape");
    assertMalformed(ofFloat().addShape(1L << 40).build(), "shape");
    assertMalformed(
        ofFloat().addShape(1 << 30).addShape(1 << 30).addShape(1 << 30).build(), "data");
    dev.edgewise.proto.v1.Tensor.Builder deep = ofFloat();
    for (int i = 0; i < 33; i++) {
      deep.addShape(0);
    }
    assertMalformed(deep.build(), "at most 32");
    assertMalformed(ofFloat().setTypeValue(17).build(), "17");
  }

  private static dev.edgewise.proto.v1.Tensor.Builder ofFloat() {
    return dev.edgewise.proto.v1.Tensor.newBuilder()
        .setType(dev.edgewise.proto.v1.ElementType.ELEMENT_TYPE_FLOAT32);
  }

  private static void assertMalformed(dev.edgewise.proto.v1.Tensor tensor, String words) {
    assertThatThrownBy(
            () -> WireReader.decode(TensorCodec.INSTANCE, Message.of(tensor.toByteArray())))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageContaining(words);
  }

  @Test
  void a_machine_of_the_other_byte_order_turns_elements_around() {
    ByteBuffer data = ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    assertThat(TensorCodec.swap(data, 4).array()).containsExactly(4, 3, 2, 1, 8, 7, 6, 5);
  }
}
