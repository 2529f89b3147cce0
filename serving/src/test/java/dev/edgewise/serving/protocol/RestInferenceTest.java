package dev.edgewise.serving.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.model.InferResponse;
import dev.edgewise.sdk.spi.model.NamedTensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the REST form takes, gives and refuses. */
final class RestInferenceTest {
  private final RestInference rest = new RestInference(OneModel.CALLS, new Statistics(), "test");

  private static Inference read(String json) {
    return RestReader.read("mirror", "", Message.of(json.getBytes(UTF_8)), OptionalInt.empty());
  }

  private static Tensor only(String json) {
    return read(json).inputs().get(0).tensor();
  }

  private String answer(String json) {
    RestWriter.Body body = OneModel.done(rest.infer(read(json)));
    assertThat(body.headerLength()).isEmpty();
    return new String(body.bytes(), UTF_8);
  }

  private static String input(String datatype, String shape, String data) {
    return "{\"inputs\":[{\"name\":\"x\",\"shape\":"
        + shape
        + ",\"datatype\":\""
        + datatype
        + "\",\"data\":"
        + data
        + "}]}";
  }

  @Test
  void what_comes_as_json_goes_as_json_with_its_id_and_the_version_that_answered() {
    assertThat(
            answer(
                "{\"id\":\"42\",\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"FP32\","
                    + "\"data\":[1.5,-2]}]}"))
        .isEqualTo(
            "{\"id\":\"42\",\"model_name\":\"mirror\",\"model_version\":\"3\",\"outputs\":"
                + "[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[1.5,-2.0]}]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1,2,3,4]", "[[1,2],[3,4]]", "[[[1],[2]],[[3],[4]]]"})
  void data_is_flat_or_nested(String data) {
    assertThat(only(input("FP32", "[2,2]", data)).toFloats()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void data_may_stand_before_what_says_how_to_read_it() {
    Tensor tensor =
        only("{\"inputs\":[{\"data\":[7,8],\"datatype\":\"INT64\",\"shape\":[2],\"name\":\"x\"}]}");
    assertThat(tensor.type()).isEqualTo(ElementType.INT64);
    assertThat(tensor.data().getLong(8)).isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "BOOL;[true,false];[true,false]",
        "BOOL;[1,0];[true,false]",
        "INT8;[-128,127];[-128,127]",
        "UINT8;[0,255];[0,255]",
        "INT16;[-32768,32767];[-32768,32767]",
        "UINT16;[0,65535];[0,65535]",
        "INT32;[-2147483648,2147483647];[-2147483648,2147483647]",
        "UINT32;[0,4294967295];[0,4294967295]",
        "INT64;[-9223372036854775808,9223372036854775807];[-9223372036854775808,9223372036854775807]",
        "UINT64;[0,18446744073709551615];[0,18446744073709551615]",
        "FP64;[0.1,1e300];[0.1,1.0E300]",
        "FP32;[NaN,-Infinity];[NaN,-Infinity]",
        "BYTES;[\"ä\",\"\"];[\"ä\",\"\"]"
      })
  void each_type_that_json_can_write_comes_back(String datatype, String data, String back) {
    assertThat(answer(input(datatype, "[2]", data))).endsWith("\"data\":" + back + "}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "INT8;[128]",
        "UINT8;[-1]",
        "UINT8;[1.5]",
        "INT64;[9223372036854775808]",
        "INT64;[1e999999999]",
        "UINT64;[-1]",
        "FP32;[\"one\"]",
        "FP32;[null]",
        "FP32;[{}]",
        "INT32;[\"5\"]",
        "FP16;[1]",
        "BF16;[1]",
        "BYTES;[1]",
        "FP32;[1,2]",
        "FP32;[]",
        "FLOAT;[1]",
      })
  void an_element_that_is_none_is_refused(String datatype, String data) {
    refused(input(datatype, "[1]", data));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"inputs\":[]}",
        "{\"inputs\":[{}]}",
        "{\"inputs\":5}",
        "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP32\"}]}",
        "{\"inputs\":[{\"name\":\"x\",\"shape\":[-1],\"datatype\":\"FP32\",\"data\":[1]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}]} x",
        "{\"parameters\":{\"priority\":-1},\"inputs\":[{\"name\":\"x\",\"shape\":[1],"
            + "\"datatype\":\"FP32\",\"data\":[1]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP32\",\"parameters\":"
            + "{\"shared_memory_region\":\"r\"}}]}"
      })
  void what_is_no_request_is_refused(String json) {
    refused(json);
  }

  private static void refused(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  @Test
  void a_shape_beyond_all_bounds_allocates_nothing() {
    assertThatThrownBy(() -> read(input("FP32", "[2000000000,2000000000]", "[1]")))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
    assertThat(only(input("FP32", "[2000000000,0]", "[]")).data().remaining()).isZero();
  }

  @Test
  void raw_tensors_follow_the_json_in_order_and_come_back_so_when_asked() {
    String head =
        "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP16\",\"parameters\":"
            + "{\"binary_data_size\":2}},{\"name\":\"t\",\"shape\":[1],\"datatype\":\"BYTES\","
            + "\"parameters\":{\"binary_data_size\":6}}],"
            + "\"parameters\":{\"binary_data_output\":true,\"timeout\":5000,\"priority\":2}}";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(head.getBytes(UTF_8));
    byte[] raw = {0x00, 0x3C, 2, 0, 0, 0, 'h', 'i'};
    body.writeBytes(raw);
    Inference inference =
        RestReader.read(
            "mirror", "", Message.of(body.toByteArray()), OptionalInt.of(head.length()));
    assertThat(inference.priority()).isEqualTo(2);
    assertThat(inference.timeout().orElseThrow().toMillis()).isEqualTo(5);
    assertThat(inference.inputs().get(1).tensor().toTexts()).containsExactly("hi".getBytes(UTF_8));
    RestWriter.Body answer = OneModel.done(rest.infer(inference));
    int length = answer.headerLength().orElseThrow();
    assertThat(new String(answer.bytes(), 0, length, UTF_8))
        .contains("\"parameters\":{\"binary_data_size\":2}")
        .contains("\"parameters\":{\"binary_data_size\":6}")
        .doesNotContain("\"data\"");
    assertThat(Arrays.copyOfRange(answer.bytes(), length, answer.bytes().length)).isEqualTo(raw);
  }

  @Test
  void wherever_a_body_is_cut_into_parts_it_is_the_same_request() {
    Random random = new Random(8);
    String head =
        "{\"id\":\"ß\",\"inputs\":[{\"name\":\"x\",\"shape\":[3],\"datatype\":\"FP32\",\"parameters\":"
            + "{\"binary_data_size\":12}},{\"name\":\"y\",\"data\":[7,8],\"shape\":[2],\"datatype\":\"INT8\"},"
            + "{\"name\":\"t\",\"shape\":[1],\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":6}}]}";
    byte[] json = head.getBytes(UTF_8);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(json);
    all.writeBytes(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 2, 0, 0, 0, 'h', 'i'});
    byte[] body = all.toByteArray();
    Message expected =
        RestReader.read("m", "", Message.of(body), OptionalInt.of(json.length)).message();
    for (int round = 0; round < 500; round++) {
      List<ByteBuffer> parts = new ArrayList<>();
      for (int at = 0; at < body.length; ) {
        int size = Math.min(1 + random.nextInt(1 + round), body.length - at);
        parts.add(ByteBuffer.wrap(body, at, size));
        at += size;
      }
      Inference read = RestReader.read("m", "", Message.of(parts), OptionalInt.of(json.length));
      assertThat(read.id()).isEqualTo("ß");
      assertThat(read.message().bytes()).isEqualTo(expected.bytes());
    }
  }

  @Test
  void bytes_that_no_input_takes_are_refused() {
    String head = input("FP32", "[1]", "[1]");
    assertThatThrownBy(
            () ->
                RestReader.read(
                    "mirror",
                    "",
                    Message.of((head + "....").getBytes(UTF_8)),
                    OptionalInt.of(head.length())))
        .hasMessageContaining("4 bytes follow that no input takes");
  }

  @Test
  void an_output_may_be_asked_for_its_classes() {
    String answer =
        answer(
            "{\"inputs\":[{\"name\":\"x\",\"shape\":[2,3],\"datatype\":\"FP32\",\"data\":"
                + "[1,3,2,0,0,5]}],\"outputs\":[{\"name\":\"x\",\"parameters\":"
                + "{\"classification\":2}}]}");
    assertThat(answer)
        .contains("\"datatype\":\"BYTES\",\"shape\":[2,2]")
        .contains("[\"3.000000:1\",\"2.000000:2\",\"5.000000:2\",\"0.000000:0\"]");
  }

  @Test
  void an_answer_that_would_be_too_large_as_json_is_refused_and_comes_raw() {
    // 21 characters each.
    int count = (64 << 20) / 21 + 1;
    ByteBuffer lowest =
        ByteBuffer.allocateDirect(Long.BYTES * count).order(ByteOrder.nativeOrder());
    while (lowest.hasRemaining()) {
      lowest.putLong(Long.MIN_VALUE);
    }
    Tensor tensor = Tensor.of(ElementType.INT64, List.of(count), lowest.flip());
    InferResponse response = new InferResponse("1", List.of(new NamedTensor("x", tensor)));
    assertThatThrownBy(() -> RestWriter.write(read(input("INT8", "[1]", "[1]")), response))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE))
        .hasMessageContaining("binary_data");
    Inference raw =
        read(
            input("INT8", "[1]", "[1]")
                .replace("]}]}", "]}],\"parameters\":{\"binary_data_output\":true}}"));
    assertThat(RestWriter.write(raw, response).bytes())
        .hasSizeBetween(Long.BYTES * count, Long.BYTES * count + 1_000);
  }

  @Test
  void metadata_keeps_open_sizes_and_the_configuration_leaves_the_batch_out() {
    assertThat(OneModel.done(rest.metadata("mirror", "")))
        .contains("\"versions\":[\"1\",\"3\"]", "\"shape\":[-1,2]", "onnxruntime_onnx");
    assertThat(OneModel.done(rest.config("mirror", "1")))
        .contains("\"max_batch_size\":8", "\"dims\":[2]", "TYPE_FP32");
    assertThat(rest.server()).contains("binary_tensor_data");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "../x", "ä", ""})
  void an_unknown_model_is_not_found_and_the_others_are_named(String model) {
    assertThatThrownBy(() -> rest.metadata(model, ""))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_MODEL))
        .hasMessageContaining("boots, mirror");
    assertThatThrownBy(() -> OneModel.done(rest.ready("mirror", "2")))
        .hasMessageContaining("It has 1, 3");
  }

  @Test
  void bytes_of_strangers_end_in_a_refusal_and_in_nothing_else() {
    Random random = new Random(6);
    byte[] good =
        ("{\"id\":\"1\",\"inputs\":[{\"name\":\"x\",\"shape\":[2,1],\"datatype\":\"INT32\","
             + "\"parameters\":{\"binary_data_size\":8}},{\"name\":\"z\",\"shape\":[1],"
             + "\"datatype\":\"BYTES\",\"data\":[\"a\"]}],\"outputs\":[{\"name\":\"x\"}]}........")
            .getBytes(UTF_8);
    for (int round = 0; round < 20_000; round++) {
      byte[] body = good.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      int cut = random.nextInt(10) == 0 ? random.nextInt(body.length) : body.length;
      try {
        RestReader.read(
            "mirror",
            "",
            Message.of(Arrays.copyOf(body, cut)),
            OptionalInt.of(random.nextInt(8) == 0 ? random.nextInt(300) : good.length - 8));
      } catch (EdgewiseException e) {
        assertThat(e.code()).isIn(ErrorCode.BAD_REQUEST, ErrorCode.TOO_LARGE);
      }
    }
  }

  @Test
  void a_large_array_is_read_into_the_tensors_own_memory() {
    StringBuilder data = new StringBuilder("[0");
    for (int i = 1; i < 100_000; i++) {
      data.append(',').append(i);
    }
    Tensor tensor = only(input("FP32", "[100000]", data.append(']').toString()));
    ByteBuffer elements = tensor.data();
    assertThat(elements.isDirect()).isTrue();
    assertThat(elements.order(ByteOrder.nativeOrder()).getFloat(4 * 99_999)).isEqualTo(99_999f);
    assertThat(tensor.shape()).isEqualTo(List.of(100_000));
  }
}
