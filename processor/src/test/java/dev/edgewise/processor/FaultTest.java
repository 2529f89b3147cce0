package dev.edgewise.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Exceptions that travel: what generated code makes of them, against protobuf's own reading. */
final class FaultTest {
  private static Compiled compiled;
  private static FileDescriptor schema;

  @BeforeAll
  static void compile() throws Exception {
    compiled = Compiled.sample("watch");
    schema = Compiled.link(compiled.descriptorSet("watch"));
  }

  private static Object exception(String type, @Nullable Object... arguments) throws Exception {
    return compiled.loadClass(type).getConstructors()[0].newInstance(arguments);
  }

  private static byte[] encode(Codec<Object> codec, Object value) {
    return WireWriter.encode(codec, value).bytes();
  }

  private static Exception again(Codec<Object> codec, byte[] bytes) {
    return (Exception) WireReader.decode(codec, Message.of(bytes));
  }

  @Test
  void a_subclass_stands_before_its_superclass_whatever_the_order_of_the_declaration()
      throws Exception {
    for (String name : List.of("watch", "count")) {
      assertThat(compiled.method("watch.Watch_Service", name).faults())
          .extracting(fault -> fault.type().getName())
          .containsExactly("watch.Watch$NoSuchDoor", "watch.DoorTrouble");
    }
  }

  @Test
  void an_unchecked_exception_is_listed_when_it_can_travel_and_forgotten_when_it_cannot()
      throws Exception {
    assertThat(compiled.method("watch.Watch_Service", "names").faults())
        .extracting(fault -> fault.type().getName())
        .containsExactly("watch.Watch$Tired");
    assertThat(compiled.sources().keySet()).noneMatch(path -> path.contains("Secret"));
    assertThat(schema.findMessageTypeByName("Watch_Secret")).isNull();
  }

  @Test
  void a_class_lists_its_exceptions_too_and_the_subclass_for_callers_declares_them()
      throws Exception {
    assertThat(compiled.method("watch.Doors_Service", "shut").faults())
        .extracting(fault -> fault.codec().messageName())
        .containsExactly("watch.DoorTrouble");
    assertThat(
            compiled
                .loadClass("watch.Doors_Stub")
                .getDeclaredMethod("shut", String.class)
                .getExceptionTypes())
        .extracting(Class::getName)
        .containsExactly("watch.DoorTrouble");
  }

  @Test
  void its_parts_are_fields_and_it_is_built_again_by_its_constructor() throws Exception {
    Codec<Object> codec = compiled.codec("watch.DoorTrouble_Codec");
    Descriptor type = schema.findMessageTypeByName("DoorTrouble");

    byte[] bytes = encode(codec, exception("watch.DoorTrouble", "front", 7));

    assertThat(DynamicMessage.parseFrom(type, bytes))
        .isEqualTo(
            DynamicMessage.newBuilder(type)
                .setField(type.findFieldByName("door"), "front")
                .setField(type.findFieldByNumber(7), 7)
                .build());
    Exception again = again(codec, bytes);
    assertThat(again)
        .isInstanceOf(compiled.loadClass("watch.DoorTrouble"))
        .hasMessage("door front: 7");
  }

  @Test
  void records_in_it_and_accessors_of_all_three_forms_come_back() throws Exception {
    Codec<Object> codec = compiled.codec("watch.Watch_NoSuchDoor_Codec");
    Object alert =
        compiled
            .loadClass("watch.Watch$Alert")
            .getDeclaredConstructor(String.class, double.class)
            .newInstance("back", 0.5);

    Exception again =
        again(
            codec,
            encode(codec, exception("watch.Watch$NoSuchDoor", "front", List.of(alert), true)));

    assertThat(again).hasMessage("door front: 404");
    assertThat(again.getClass().getMethod("door").invoke(again)).isEqualTo("front");
    assertThat(again.getClass().getMethod("getAlike").invoke(again)).isEqualTo(List.of(alert));
    assertThat(again.getClass().getMethod("isLocked").invoke(again)).isEqualTo(true);
  }

  @Test
  void a_message_may_be_null_as_in_any_exception() throws Exception {
    Codec<Object> codec = compiled.codec("watch.Watch_Tired_Codec");

    for (String message : Arrays.asList("so tired", "", null)) {
      assertThat(again(codec, encode(codec, exception("watch.Watch$Tired", message))))
          .hasMessage(message);
    }
  }

  @Test
  void a_part_that_is_marked_as_nullable_may_be_null() throws Exception {
    Compiled nullable =
        Compiled.of(
            new Compiler()
                .compile(
                    List.of(
                        Compiler.source(
                            "demo.Lost",
                            """
                            package demo;
                            import org.jspecify.annotations.Nullable;
                            public class Lost extends Exception {
                              private static final long serialVersionUID = 1;
                              private final @Nullable String where;
                              public Lost(@dev.edgewise.annotations.Field(1) @Nullable String where) {
                                this.where = where;
                              }
                              public @Nullable String where() { return where; }
                            }
                            """))));
    Codec<Object> codec = nullable.codec("demo.Lost_Codec");
    Object lost = nullable.loadClass("demo.Lost").getConstructors()[0].newInstance((Object) null);

    Exception again = again(codec, encode(codec, lost));

    assertThat(again.getClass().getMethod("where").invoke(again)).isNull();
  }

  @Test
  void one_without_parts_is_an_empty_message() throws Exception {
    Codec<Object> codec = compiled.codec("watch.Watch_Jammed_Codec");

    assertThat(encode(codec, exception("watch.Watch$Jammed"))).isEmpty();
    assertThat(again(codec, new byte[0])).isInstanceOf(compiled.loadClass("watch.Watch$Jammed"));
  }

  @Test
  void a_null_in_a_part_is_named() throws Exception {
    Codec<Object> codec = compiled.codec("watch.DoorTrouble_Codec");
    Object incomplete = exception("watch.DoorTrouble", null, 1);

    assertThatThrownBy(() -> encode(codec, incomplete))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageContaining("watch.DoorTrouble.door is null");
  }
}
