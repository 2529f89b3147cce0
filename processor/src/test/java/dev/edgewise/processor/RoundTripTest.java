package dev.edgewise.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.UnknownFieldSet;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.MethodDefinition;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Generated codecs against protobuf's own reading and writing of the emitted descriptors. */
final class RoundTripTest {
  private static final int VALUES = 300;

  private static Compiled compiled;
  private static Descriptor everything;
  private static Codec<Object> codec;
  private static Class<?> type;

  @BeforeAll
  static void compile() throws Exception {
    compiled = Compiled.sample("rich");
    everything =
        Compiled.link(compiled.descriptorSet("rich")).findMessageTypeByName("Rich_Everything");
    codec = compiled.codec("rich.Rich_Everything_Codec");
    type = compiled.loadClass("rich.Rich$Everything");
  }

  private static Object value(long seed) throws Exception {
    return new RandomValues(seed).of(type, 0);
  }

  private static void assertSame(Object actual, Object expected) throws Exception {
    assertThat(RandomValues.plain(actual)).isEqualTo(RandomValues.plain(expected));
  }

  @Test
  void what_a_codec_writes_protobuf_reads() throws Exception {
    for (int seed = 0; seed < VALUES; seed++) {
      Object value = value(seed);
      DynamicMessage read = DynamicMessage.parseFrom(everything, encode(codec, value));
      assertThat(read).as("seed %d", seed).isEqualTo(RandomValues.message(everything, value));
      assertThat(read.getUnknownFields().asMap()).isEmpty();
    }
  }

  @Test
  void what_protobuf_writes_a_codec_reads() throws Exception {
    for (int seed = 0; seed < VALUES; seed++) {
      Object value = value(seed);
      byte[] bytes = RandomValues.message(everything, value).toByteArray();
      assertSame(decode(codec, bytes), value);
    }
  }

  @Test
  void defaults_take_no_bytes() throws Exception {
    Constructor<?> small =
        compiled.loadClass("rich.Rich$Small").getDeclaredConstructor(String.class, int.class);
    assertThat(encode(compiled.codec("rich.Rich_Small_Codec"), small.newInstance("", 0))).isEmpty();
  }

  @Test
  void unknown_fields_are_skipped() throws Exception {
    for (int seed = 0; seed < 50; seed++) {
      Object value = value(seed);
      UnknownFieldSet unknown =
          UnknownFieldSet.newBuilder()
              .addField(
                  777,
                  UnknownFieldSet.Field.newBuilder()
                      .addVarint(-1)
                      .addFixed32(1)
                      .addFixed64(2)
                      .addLengthDelimited(ByteString.copyFromUtf8("later"))
                      .addGroup(
                          UnknownFieldSet.newBuilder()
                              .addField(1, UnknownFieldSet.Field.newBuilder().addVarint(3).build())
                              .build())
                      .build())
              .build();
      byte[] bytes =
          RandomValues.message(everything, value).toBuilder()
              .setUnknownFields(unknown)
              .build()
              .toByteArray();
      assertSame(decode(codec, bytes), value);
    }
  }

  @Test
  void numbers_that_are_not_packed_are_read() throws Exception {
    Descriptor unpacked =
        Compiled.link(unpacked(compiled.descriptorSet("rich")))
            .findMessageTypeByName("Rich_Everything");
    for (int seed = 0; seed < 50; seed++) {
      Object value = value(seed);
      assertSame(decode(codec, RandomValues.message(unpacked, value).toByteArray()), value);
    }
  }

  private static FileDescriptorSet unpacked(FileDescriptorSet set) {
    FileDescriptorSet.Builder builder = FileDescriptorSet.newBuilder();
    for (FileDescriptorProto file : set.getFileList()) {
      FileDescriptorProto.Builder copy = file.toBuilder();
      if (file.getPackage().equals("rich")) {
        for (DescriptorProto.Builder message : copy.getMessageTypeBuilderList()) {
          for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
            boolean packable =
                switch (field.getType()) {
                  case TYPE_STRING, TYPE_BYTES, TYPE_MESSAGE, TYPE_GROUP -> false;
                  default -> field.getLabel() == FieldDescriptorProto.Label.LABEL_REPEATED;
                };
            if (packable) {
              field.getOptionsBuilder().setPacked(false);
            }
          }
        }
      }
      builder.addFile(copy);
    }
    return builder.build();
  }

  @Test
  void a_second_packed_block_is_appended_and_of_two_scalars_the_last_wins() throws Exception {
    Descriptor arrays = everything.getFile().findMessageTypeByName("Rich_Arrays");
    Codec<Object> arraysCodec = compiled.codec("rich.Rich_Arrays_Codec");
    Class<?> arraysType = compiled.loadClass("rich.Rich$Arrays");
    for (int seed = 0; seed < 50; seed++) {
      Object first = new RandomValues(seed).of(arraysType, 0);
      Object second = new RandomValues(seed + 1000).of(arraysType, 0);
      byte[] both = concat(encode(arraysCodec, first), encode(arraysCodec, second));
      byte[] again = encode(arraysCodec, decode(arraysCodec, both));
      assertThat(DynamicMessage.parseFrom(arrays, again))
          .isEqualTo(DynamicMessage.parseFrom(arrays, both));
    }
    Codec<Object> small = compiled.codec("rich.Rich_Small_Codec");
    byte[] twice = {10, 1, 'a', 16, 1, 10, 1, 'b', 16, 2};
    assertThat(decode(small, twice)).hasToString("Small[text=b, number=2]");
  }

  private static byte[] concat(byte[] left, byte[] right) {
    byte[] all = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, all, left.length, right.length);
    return all;
  }

  @Test
  void bytes_that_are_cut_or_changed_give_a_malformed_message_or_a_value_and_nothing_else()
      throws Exception {
    Random random = new Random(7);
    for (int seed = 0; seed < 40; seed++) {
      byte[] bytes = encode(codec, value(seed));
      for (int i = 0; i < 60; i++) {
        byte[] bad = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        readsOrIsMalformed(bad);
        byte[] changed = bytes.clone();
        int at = random.nextInt(bytes.length);
        changed[at] = (byte) (changed[at] ^ (1 << random.nextInt(8)));
        readsOrIsMalformed(changed);
      }
    }
  }

  private static void readsOrIsMalformed(byte[] bytes) {
    try {
      assertThat(decode(codec, bytes)).isNotNull();
    } catch (MalformedMessage expected) {
      assertThat(expected).hasMessageMatching("(?s).+");
    }
  }

  @Test
  void arguments_and_results_travel_as_messages_too() throws Exception {
    FileDescriptor file = everything.getFile();
    Random random = new Random(1);
    for (MethodDefinition<?> method : compiled.service("rich.Rich_Service").methods()) {
      String name = method.contract().method();
      Method java =
          Arrays.stream(compiled.loadClass("rich.Rich").getMethods())
              .filter(m -> m.getName().equals(name))
              .findFirst()
              .orElseThrow();
      Descriptor request = file.findServiceByName("Rich").findMethodByName(name).getInputType();
      for (int i = 0; i < 30; i++) {
        @Nullable Object[] arguments = new @Nullable Object[java.getParameterCount()];
        DynamicMessage.Builder message = DynamicMessage.newBuilder(request);
        for (int p = 0; p < arguments.length; p++) {
          boolean absent = java.getParameterTypes()[p] == Integer.class && i % 2 == 0;
          arguments[p] =
              absent
                  ? null
                  : new RandomValues(random.nextLong()).of(java.getGenericParameterTypes()[p], 0);
          RandomValues.set(message, request.getFields().get(p).getName(), arguments[p]);
        }
        assertThat(DynamicMessage.parseFrom(request, encode(method.request(), arguments)))
            .isEqualTo(message.build());
        assertSame(decode(method.request(), message.build().toByteArray()), arguments);
        if (java.getReturnType() != void.class) {
          result(method, new RandomValues(random.nextLong()).of(java.getGenericReturnType(), 0));
        }
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <R> void result(MethodDefinition<R> method, Object value) throws Exception {
    assertSame(decode(method.response(), encode(method.response(), (R) value)), value);
  }

  @Test
  void null_in_a_component_is_named_before_anything_is_sent() throws Exception {
    Constructor<?> small =
        compiled.loadClass("rich.Rich$Small").getDeclaredConstructor(String.class, int.class);
    Codec<Object> smallCodec = compiled.codec("rich.Rich_Small_Codec");
    Object value = small.newInstance(null, 0);
    assertThatThrownBy(() -> encode(smallCodec, value))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageContaining("rich.Rich_Small.text is null");
  }

  @Test
  void an_absent_record_or_enum_and_an_unknown_constant_are_named() throws Exception {
    Codec<Object> scalars = compiled.codec("rich.Rich_Scalars_Codec");
    assertThatThrownBy(() -> decode(scalars, new byte[0]))
        .isInstanceOf(MalformedMessage.class)
        .hasMessage("rich.Rich_Scalars.colour is missing");
    assertThatThrownBy(() -> decode(scalars, new byte[] {11 << 3, 9}))
        .isInstanceOf(MalformedMessage.class)
        .hasMessage("rich.Rich_Scalars.colour: rich.Rich_Colour has no constant with number 9");
    assertThatThrownBy(() -> decode(scalars, new byte[] {2 << 3, (byte) 0x80, 2}))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageContaining("rich.Rich_Scalars.int8 is out of range");
  }

  @Test
  void what_a_record_refuses_is_a_malformed_message_without_its_content() throws Exception {
    Compiled percent =
        Compiled.of(
            new Compiler()
                .compile(
                    List.of(
                        Compiler.source(
                            "data.Percent",
                            """
                            package data;
                            public record Percent(@dev.edgewise.annotations.Field(1) int value) {
                              public Percent {
                                if (value > 100) {
                                  throw new IllegalArgumentException("value: " + value);
                                }
                              }
                            }
                            """))));
    Codec<Object> strict = percent.codec("data.Percent_Codec");
    assertThat(decode(strict, new byte[] {8, 100})).hasToString("Percent[value=100]");
    assertThatThrownBy(() -> decode(strict, new byte[] {8, 101}))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageContaining("data.Percent was refused")
        .hasMessageNotContaining("101")
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  private static <T> byte[] encode(Codec<T> codec, T value) {
    return WireWriter.encode(codec, value).bytes();
  }

  private static <T> T decode(Codec<T> codec, byte[] message) {
    return WireReader.decode(codec, Message.of(message));
  }
}
