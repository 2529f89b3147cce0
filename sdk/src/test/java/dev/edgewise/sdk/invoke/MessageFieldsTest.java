package dev.edgewise.sdk.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import dev.edgewise.core.rules.Fact;
import dev.edgewise.core.rules.Facts.FactMissing;
import dev.edgewise.core.rules.FieldShape;
import dev.edgewise.core.rules.FieldType;
import dev.edgewise.sdk.spi.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fields that rules read, out of bytes that protobuf has written. */
final class MessageFieldsTest {
  private static final List<FieldShape> ALL =
      List.of(
          shape("yes", FieldType.BOOL, 1),
          shape("whole", FieldType.VARINT, 2),
          shape("signed", FieldType.ZIGZAG, 3),
          shape("four", FieldType.FIXED32, 4),
          shape("eight", FieldType.FIXED64, 5),
          shape("single", FieldType.FLOAT, 6),
          shape("twofold", FieldType.DOUBLE, 7),
          shape("name", FieldType.TEXT, 8),
          shape("items.count", FieldType.COUNT, 9),
          shape("in.side", FieldType.VARINT, 10, 2));

  private static FieldShape shape(String path, FieldType type, Integer... numbers) {
    return new FieldShape(path, List.of(numbers), type);
  }

  /** Writes fields. */
  private interface Writing {
    void to(CodedOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writing fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    fields.to(out);
    out.flush();
    return bytes.toByteArray();
  }

  private static MessageFields fields(Writing fields) throws IOException {
    return new MessageFields(Message.of(ByteBuffer.wrap(bytes(fields))), ALL);
  }

  @Test
  void each_kind_is_read_as_protobuf_wrote_it() throws IOException {
    byte[] inside = bytes(out -> out.writeInt64(2, 42));
    MessageFields fields =
        fields(
            out -> {
              out.writeString(77, "somebody else's");
              out.writeBool(1, true);
              out.writeInt32(2, -7);
              out.writeSInt64(3, -3_000_000_000L);
              out.writeSFixed32(4, -5);
              out.writeSFixed64(5, Long.MIN_VALUE);
              out.writeFloat(6, 0.5f);
              out.writeDouble(7, 1e300);
              out.writeString(8, "shop");
              out.writeString(9, "a");
              out.writeString(9, "b");
              out.writeByteArray(10, inside);
            });
    assertThat(fields.value("yes")).isEqualTo(true);
    assertThat(fields.value("whole")).isEqualTo(-7L);
    assertThat(fields.value("signed")).isEqualTo(-3_000_000_000L);
    assertThat(fields.value("four")).isEqualTo(-5L);
    assertThat(fields.value("eight")).isEqualTo(Long.MIN_VALUE);
    assertThat(fields.value("single")).isEqualTo(0.5);
    assertThat(fields.value("twofold")).isEqualTo(1e300);
    assertThat(fields.value("name")).isEqualTo("shop");
    assertThat(fields.value("items.count")).isEqualTo(2L);
    assertThat(fields.value("in.side")).isEqualTo(42L);
  }

  @Test
  void what_is_not_there_has_its_default() throws IOException {
    MessageFields fields = fields(out -> {});
    assertThat(fields.value("yes")).isEqualTo(false);
    assertThat(fields.value("in.side")).isEqualTo(0L);
    assertThat(fields.value("name")).isEqualTo("");
    assertThat(fields.value("twofold")).isEqualTo(0.0);
  }

  @Test
  void what_cannot_be_told_says_why() throws IOException {
    MessageFields broken = new MessageFields(Message.of(ByteBuffer.wrap(new byte[] {10, 99})), ALL);
    assertThatThrownBy(() -> broken.value("name"))
        .isInstanceOf(FactMissing.class)
        .hasMessageStartingWith("the message cannot be read");
    MessageFields fields = fields(out -> out.writeString(8, "x".repeat(Fact.MAX_TEXT + 1)));
    assertThatThrownBy(() -> fields.value("name")).hasMessage("name has more than 4096 characters");
    assertThatThrownBy(() -> fields.value("other")).hasMessage("there is no field other");
  }
}
