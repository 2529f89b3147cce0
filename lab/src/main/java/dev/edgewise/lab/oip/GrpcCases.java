package dev.edgewise.lab.oip;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.edgewise.lab.oip.rpc.Fields;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.List;

/** Requests by gRPC, good and bad ones, of the models that {@link RestCases} has. */
final class GrpcCases {
  private static final byte[] ROW = RestDoor.floats(1, 2, 3);
  private static final byte[] ROWS = RestDoor.floats(1, 2, 3, 4, 5, 6.5);

  private GrpcCases() {}

  static List<Case<GrpcDoor.Request>> all() {
    Fields line = model("line");
    Fields rows = input("x", "FP32", 2, 3);
    return List.of(
        call("live", "ServerLive", Fields.none()),
        call("ready", "ServerReady", Fields.none()),
        call("a model is ready", "ModelReady", model("line")),
        call("a version is ready", "ModelReady", model("line").text(2, "1")),
        call("an unknown model is not ready", "ModelReady", model("nobody")),
        call("an unknown version is not ready", "ModelReady", model("line").text(2, "77")),
        call("metadata", "ModelMetadata", model("line")),
        call("metadata of texts", "ModelMetadata", model("words")),
        call("metadata of an unknown model", "ModelMetadata", model("nobody")),
        call("metadata of an unknown version", "ModelMetadata", model("line").text(2, "77")),
        call("configuration", "ModelConfig", model("line")),
        call("configuration of a model without batches", "ModelConfig", model("half")),
        call("configuration of an unknown model", "ModelConfig", model("nobody")),
        call("statistics of a model", "ModelStatistics", model("line")),
        call("statistics of all", "ModelStatistics", Fields.none()),
        call("statistics of an unknown model", "ModelStatistics", model("nobody"))
            .but(Deviation.UNKNOWN_STATISTICS),
        call("index", "RepositoryIndex", Fields.none()),
        call("load what is there", "RepositoryModelLoad", Fields.none().text(2, "half")),
        call("load what is not there", "RepositoryModelLoad", Fields.none().text(2, "nobody"))
            .but(Deviation.UNKNOWN_LOAD),
        infer("raw contents", line.message(5, rows).bytes(7, ROWS)),
        infer("typed contents", line.message(5, rows.message(5, typed(1, 2, 3, 4, 5, 6.5f)))),
        infer("an id", line.text(3, "17").message(5, rows).bytes(7, ROWS)),
        infer("a version", line.text(2, "1").message(5, rows).bytes(7, ROWS)),
        infer("an output by name", line.message(5, rows).message(6, output("y")).bytes(7, ROWS)),
        infer(
            "classes",
            line.message(5, rows)
                .message(6, output("y").message(2, parameter("classification", 2)))
                .bytes(7, ROWS)),
        infer(
            "a parameter of one's own",
            line.message(4, parameter("mine", 1)).message(5, rows).bytes(7, ROWS)),
        infer(
            "priority and timeout",
            line.message(4, parameter("priority", 1))
                .message(4, parameter("timeout", 9_000_000))
                .message(5, rows)
                .bytes(7, ROWS)),
        infer(
            "texts, raw",
            model("words").message(5, input("x", "BYTES", 2)).bytes(7, texts("one", "größe"))),
        infer(
            "texts, typed",
            model("words")
                .message(
                    5,
                    input("x", "BYTES", 2)
                        .message(5, Fields.none().text(8, "one").text(8, "größe")))),
        infer(
            "FP16, raw",
            model("half")
                .message(5, input("x", "FP16", 2))
                .bytes(7, new byte[] {0, 0x38, 0, 0x40})),
        infer(
            "exactly the largest batch",
            line.message(5, input("x", "FP32", 32, 3)).bytes(7, new byte[32 * 12])),
        infer(
                "more than the largest batch",
                line.message(5, input("x", "FP32", 33, 3)).bytes(7, new byte[33 * 12]))
            .but(Deviation.LARGE_BATCH),
        infer("a batch of none", line.message(5, input("x", "FP32", 0, 3)).bytes(7, new byte[0])),
        infer("an unknown model", model("nobody").message(5, rows).bytes(7, ROWS)),
        infer("an unknown version", line.text(2, "77").message(5, rows).bytes(7, ROWS)),
        infer("a version that is no number", line.text(2, "new").message(5, rows).bytes(7, ROWS))
            .but(Deviation.NO_NUMBER),
        infer(
            "a wrong shape",
            line.message(5, input("x", "FP32", 1, 2)).bytes(7, RestDoor.floats(1, 2))),
        infer("a dimension too few", line.message(5, input("x", "FP32", 3)).bytes(7, ROW)),
        infer("a negative size", line.message(5, input("x", "FP32", -1, 3)).bytes(7, ROW)),
        infer("a wrong type", line.message(5, input("x", "INT32", 1, 3)).bytes(7, ROW)),
        infer("a type that there is not", line.message(5, input("x", "FP99", 1, 3)).bytes(7, ROW)),
        infer("a wrong name", line.message(5, input("z", "FP32", 1, 3)).bytes(7, ROW)),
        infer(
            "an input twice", line.message(5, rows).message(5, rows).bytes(7, ROWS).bytes(7, ROWS)),
        infer("too few elements, raw", line.message(5, rows).bytes(7, ROW)),
        infer("too many elements, raw", line.message(5, input("x", "FP32", 1, 3)).bytes(7, ROWS)),
        infer("too few elements, typed", line.message(5, rows.message(5, typed(1, 2, 3)))),
        infer(
            "raw and typed contents",
            line.message(5, rows.message(5, typed(1, 2, 3, 4, 5, 6))).bytes(7, ROWS)),
        infer(
                "raw contents of two inputs for one",
                line.message(5, rows).bytes(7, ROWS).bytes(7, ROWS))
            .but(Deviation.SURPLUS),
        infer("no contents", line.message(5, rows)),
        infer("no inputs", line),
        infer(
            "texts whose lengths do not fit",
            model("words")
                .message(5, input("x", "BYTES", 1))
                .bytes(7, new byte[] {9, 0, 0, 0, 'a'})),
        infer(
            "an output that there is not",
            line.message(5, rows).message(6, output("q")).bytes(7, ROWS)),
        call("an unload", "RepositoryModelUnload", Fields.none().text(2, "half"))
            .but(EnumSet.of(Case.Door.GATEWAY_GRPC), Deviation.UNLOAD),
        call("what is unloaded is not ready", "ModelReady", model("half"))
            .but(EnumSet.of(Case.Door.GATEWAY_GRPC), Deviation.OFFERED),
        infer("a call of what is unloaded", half()).but(Deviation.UNLOADED),
        call("a load after an unload", "RepositoryModelLoad", Fields.none().text(2, "half")),
        infer("a call after the load", half()));
  }

  private static Case<GrpcDoor.Request> call(String name, String method, Fields message) {
    return Case.of(name, new GrpcDoor.Request(method, message));
  }

  private static Case<GrpcDoor.Request> infer(String name, Fields message) {
    return call(name, "ModelInfer", message);
  }

  private static Fields half() {
    return model("half").message(5, input("x", "FP16", 1)).bytes(7, new byte[] {0, 0x38});
  }

  private static Fields model(String name) {
    return Fields.none().text(1, name);
  }

  private static Fields input(String name, String datatype, long... shape) {
    return Fields.none().text(1, name).text(2, datatype).numbers(3, shape);
  }

  private static Fields output(String name) {
    return Fields.none().text(1, name);
  }

  /** An entry of a map of parameters, with a whole number. */
  private static Fields parameter(String name, long value) {
    return Fields.none().text(1, name).message(2, Fields.none().numbers(2, value));
  }

  private static Fields typed(float... values) {
    ByteBuffer packed =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      packed.putFloat(value);
    }
    return Fields.none().bytes(6, packed.array());
  }

  private static byte[] texts(String... texts) {
    int size = 0;
    for (String text : texts) {
      size += Integer.BYTES + text.getBytes(UTF_8).length;
    }
    ByteBuffer raw = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    for (String text : texts) {
      byte[] utf8 = text.getBytes(UTF_8);
      raw.putInt(utf8.length).put(utf8);
    }
    return raw.array();
  }
}
