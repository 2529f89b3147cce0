package dev.edgewise.serving.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.Message;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The gRPC form, as bytes. */
final class GrpcInferenceTest {
  private final GrpcInference grpc = new GrpcInference(OneModel.CALLS, new Statistics(), "test");

  private Message call(String method, Fields request) {
    return OneModel.done(grpc.step(method, request.message()));
  }

  private static Consumer<Fields> input(String name, String datatype, Integer... shape) {
    return in -> in.text(1, name).text(2, datatype).numbers(3, List.of(shape));
  }

  private static Fields request() {
    return new Fields().text(1, "mirror").text(3, "7");
  }

  /** A message of these fields, with a field of bytes behind them. */
  private static Message with(Fields fields, int number, byte[] bytes) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(fields.bytes());
    all.writeBytes(new Fields().key(number, bytes.length).bytes());
    all.writeBytes(bytes);
    return Message.of(all.toByteArray());
  }

  private static byte[] floats(float... values) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      raw.putFloat(value);
    }
    return raw.array();
  }

  @Test
  void raw_contents_come_back_raw() {
    byte[] raw = floats(1, 2);
    Message answer =
        OneModel.done(
            grpc.step("ModelInfer", with(request().message(5, input("x", "FP32", 1, 2)), 7, raw)));
    Fields expected =
        new Fields()
            .text(1, "mirror")
            .text(2, "3")
            .text(3, "7")
            .message(5, input("x", "FP32", 1, 2));
    assertThat(answer.bytes()).isEqualTo(with(expected, 6, raw).bytes());
  }

  @Test
  void typed_contents_come_back_raw_too() {
    Message answer =
        call(
            "ModelInfer",
            request()
                .message(
                    5,
                    in -> {
                      input("x", "UINT8", 3).accept(in);
                      in.message(5, contents -> contents.numbers(4, List.of(1, 2, 255)));
                    }));
    assertThat(answer.bytes()).endsWith(6 << 3 | 2, 3, 1, 2, 255);
  }

  @Test
  void raw_and_typed_contents_do_not_mix() {
    Fields typed =
        request()
            .message(
                5,
                in -> {
                  input("x", "UINT8", 1).accept(in);
                  in.message(5, contents -> contents.numbers(4, List.of(1)));
                });
    refused(with(typed, 7, new byte[1]), "one of the two");
    refused(
        with(
            request().message(5, input("x", "UINT8", 1)).message(5, input("y", "UINT8", 1)),
            7,
            new byte[1]),
        "one for each input");
    refused(with(request().message(5, input("x", "FP32", 2)), 7, new byte[4]), "expected: 8");
    refused(request().message(5, input("x", "FP16", 1)).message(), "raw_input_contents");
    refused(request().message(), "no inputs");
  }

  private void refused(Message request, String because) {
    assertThatThrownBy(() -> grpc.step("ModelInfer", request))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST))
        .hasMessageContaining(because);
  }

  @Test
  void who_asks_for_a_picture_model_by_tensors_is_told_its_method() {
    assertThatThrownBy(
            () ->
                grpc.step(
                    "ModelInfer",
                    with(
                        new Fields().text(1, "boots").message(5, input("x", "UINT8", 1)),
                        7,
                        new byte[1])))
        .hasMessageContaining("edgewise.models.v1.boots/Generate");
  }

  @Test
  void the_rest_of_the_service_answers() {
    assertThat(call("ServerLive", new Fields()).bytes()).containsExactly(8, 1);
    assertThat(call("ModelReady", new Fields().text(1, "mirror")).bytes()).containsExactly(8, 1);
    assertThat(call("ModelReady", new Fields().text(1, "nobody")).size()).isZero();
    assertThat(call("ModelReady", new Fields().text(1, "mirror").text(2, "2")).size()).isZero();
    assertThat(new String(call("ServerMetadata", new Fields()).bytes(), UTF_8))
        .contains("edgewise", "model_repository");
    assertThat(new String(call("ModelMetadata", new Fields().text(1, "mirror")).bytes(), UTF_8))
        .contains("onnxruntime_onnx", "FP32");
    assertThat(call("ModelConfig", new Fields().text(1, "mirror")).size()).isPositive();
    assertThat(call("ModelStatistics", new Fields()).size()).isPositive();
    assertThat(new String(call("RepositoryIndex", new Fields()).bytes(), UTF_8))
        .contains("mirror", "READY");
    assertThat(call("RepositoryModelLoad", new Fields().text(2, "mirror")).size()).isZero();
    assertThatThrownBy(() -> call("RepositoryModelUnload", new Fields().text(2, "mirror")))
        .hasMessageContaining("memory");
    assertThatThrownBy(() -> call("ModelMetadata", new Fields().text(1, "nobody")))
        .isInstanceOfSatisfying(
            EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_MODEL));
  }

  @Test
  void bytes_of_strangers_end_in_a_refusal_and_in_nothing_else() {
    Random random = new Random(7);
    byte[] good =
        with(
                request()
                    .message(
                        4,
                        parameter -> parameter.text(1, "priority").message(2, v -> v.number(5, 1)))
                    .message(5, input("x", "BYTES", 1))
                    .message(6, output -> output.text(1, "x")),
                7,
                new byte[] {1, 0, 0, 0, 'a'})
            .bytes();
    for (int round = 0; round < 50_000; round++) {
      byte[] bytes = good.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        OneModel.done(grpc.step("ModelInfer", Message.of(bytes)));
      } catch (EdgewiseException e) {
        assertThat(e.code()).isIn(ErrorCode.BAD_REQUEST, ErrorCode.TOO_LARGE, ErrorCode.NO_MODEL);
      }
    }
  }
}
