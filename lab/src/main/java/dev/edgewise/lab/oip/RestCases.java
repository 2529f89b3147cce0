package dev.edgewise.lab.oip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Requests by HTTP, good and bad ones, of the models {@code line} (2x + 1, rows of three, batches),
 * {@code words} (texts, one dimension, no batches) and {@code half} (FP16, the same).
 */
final class RestCases {
  private static final byte[] NOTHING = {};
  private static final byte[] ROW = RestDoor.floats(1, 2, 3);

  private static final String TWO_ROWS =
      "{'name':'x','shape':[2,3],'datatype':'FP32','data':[1,2,3,4,5,6.5]}";

  private RestCases() {}

  static List<Case<RestDoor.Request>> all() {
    return List.of(
        get("live", "/v2/health/live"),
        get("ready", "/v2/health/ready"),
        get("a model is ready", "/v2/models/line/ready"),
        get("a version is ready", "/v2/models/line/versions/1/ready"),
        get("an unknown model is not ready", "/v2/models/nobody/ready").but(Deviation.READY),
        get("an unknown version is not ready", "/v2/models/line/versions/77/ready")
            .but(Deviation.READY),
        get("metadata", "/v2/models/line"),
        get("metadata of a version", "/v2/models/line/versions/1"),
        get("metadata of texts", "/v2/models/words"),
        get("metadata of an unknown model", "/v2/models/nobody"),
        get("metadata of an unknown version", "/v2/models/line/versions/77"),
        get("metadata of a version that is no number", "/v2/models/line/versions/new"),
        get("configuration", "/v2/models/line/config"),
        get("configuration of a model without batches", "/v2/models/half/config"),
        get("statistics of a model", "/v2/models/line/stats"),
        get("statistics of an unknown model", "/v2/models/nobody/stats")
            .but(Deviation.UNKNOWN_STATISTICS),
        post("index", "/v2/repository/index", "{}"),
        post("load what is there", "/v2/repository/models/half/load", "{}"),
        post("load what is not there", "/v2/repository/models/nobody/load", "{}")
            .but(Deviation.UNKNOWN_LOAD),
        infer("flat data", inputs(TWO_ROWS)),
        infer(
            "nested data",
            inputs("{'name':'x','shape':[2,3],'datatype':'FP32','data':[[1,2,3],[4,5,6.5]]}")),
        infer("an id", "{'id':'17','inputs':[" + TWO_ROWS + "]}"),
        infer("an output by name", "{'inputs':[" + TWO_ROWS + "],'outputs':[{'name':'y'}]}"),
        infer(
            "classes",
            "{'inputs':["
                + TWO_ROWS
                + "],'outputs':[{'name':'y','parameters':{'classification':2}}]}"),
        infer(
            "a parameter of one's own",
            "{'parameters':{'mine':'yes'},'inputs':[" + TWO_ROWS + "]}"),
        infer(
            "priority and timeout",
            "{'parameters':{'priority':1,'timeout':9000000},'inputs':[" + TWO_ROWS + "]}"),
        binary(
            "raw in, all outputs raw",
            "{'parameters':{'binary_data_output':true},'inputs':["
                + raw("[1,3]", "FP32", 12)
                + "]}",
            ROW),
        binary("raw in, JSON out", inputs(raw("[1,3]", "FP32", 12)), ROW),
        infer(
            "JSON in, raw out",
            "{'inputs':["
                + TWO_ROWS
                + "],'outputs':[{'name':'y','parameters':{'binary_data':true}}]}"),
        gzip("packed by gzip", inputs(TWO_ROWS)),
        to(
            "words",
            "texts",
            inputs("{'name':'x','shape':[3],'datatype':'BYTES','data':['one','','größe']}")),
        toBinary(
            "words",
            "raw texts in and out",
            "{'parameters':{'binary_data_output':true},'inputs':[" + raw("[2]", "BYTES", 13) + "]}",
            new byte[] {3, 0, 0, 0, 'o', 'n', 'e', 2, 0, 0, 0, 'h', 'i'}),
        toBinary(
            "half",
            "FP16, raw",
            "{'parameters':{'binary_data_output':true},'inputs':[" + raw("[2]", "FP16", 4) + "]}",
            new byte[] {0, 0x38, 0, (byte) 0xc0}),
        to(
            "half",
            "FP16 as JSON",
            inputs("{'name':'x','shape':[2],'datatype':'FP16','data':[1,2]}")),
        toBinary(
            "half",
            "FP16 out as JSON",
            inputs(raw("[2]", "FP16", 4)),
            new byte[] {0, 0x38, 0, 0x38}),
        infer(
            "exactly the largest batch",
            inputs("{'name':'x','shape':[32,3],'datatype':'FP32','data':" + ones(96) + "}")),
        infer(
                "more than the largest batch",
                inputs("{'name':'x','shape':[33,3],'datatype':'FP32','data':" + ones(99) + "}"))
            .but(Deviation.LARGE_BATCH),
        infer("a batch of none", inputs("{'name':'x','shape':[0,3],'datatype':'FP32','data':[]}")),
        to("nobody", "an unknown model", inputs(TWO_ROWS)),
        post("an unknown version", "/v2/models/line/versions/77/infer", inputs(TWO_ROWS)),
        post("a version by its number", "/v2/models/line/versions/1/infer", inputs(TWO_ROWS)),
        infer("a wrong shape", inputs("{'name':'x','shape':[1,2],'datatype':'FP32','data':[1,2]}")),
        infer(
            "a dimension too few",
            inputs("{'name':'x','shape':[3],'datatype':'FP32','data':[1,2,3]}")),
        infer(
                "a negative size",
                inputs("{'name':'x','shape':[-1,3],'datatype':'FP32','data':[1,2,3]}"))
            .but(Deviation.MALFORMED),
        infer(
            "a wrong type", inputs("{'name':'x','shape':[1,3],'datatype':'INT32','data':[1,2,3]}")),
        infer(
            "a type that there is not",
            inputs("{'name':'x','shape':[1,3],'datatype':'FP99','data':[1,2,3]}")),
        infer(
            "a wrong name", inputs("{'name':'z','shape':[1,3],'datatype':'FP32','data':[1,2,3]}")),
        infer("an input twice", "{'inputs':[" + TWO_ROWS + "," + TWO_ROWS + "]}"),
        infer(
                "too few elements",
                inputs("{'name':'x','shape':[1,3],'datatype':'FP32','data':[1,2]}"))
            .but(Deviation.MALFORMED),
        infer(
                "too many elements",
                inputs("{'name':'x','shape':[1,3],'datatype':'FP32','data':[1,2,3,4]}"))
            .but(Deviation.MALFORMED),
        infer(
                "a text among numbers",
                inputs("{'name':'x','shape':[1,3],'datatype':'FP32','data':[1,'2',3]}"))
            .but(Deviation.MALFORMED),
        infer("no inputs", "{'inputs':[]}"),
        infer("no member inputs", "{}").but(Deviation.MALFORMED),
        infer("no data", inputs("{'name':'x','shape':[1,3],'datatype':'FP32'}")),
        infer("no shape", inputs("{'name':'x','datatype':'FP32','data':[1,2,3]}"))
            .but(Deviation.MALFORMED),
        infer(
            "an output that there is not",
            "{'inputs':[" + TWO_ROWS + "],'outputs':[{'name':'q'}]}"),
        infer("half a document", "{'inputs':[").but(Deviation.MALFORMED),
        infer("no JSON at all", "hello").but(Deviation.MALFORMED),
        binary(
            "fewer raw bytes than told", inputs(raw("[1,3]", "FP32", 12)), RestDoor.floats(1, 2)),
        binary(
            "more raw bytes than the shape has",
            inputs(raw("[1,3]", "FP32", 16)),
            RestDoor.floats(1, 2, 3, 4)),
        header("a header's length beyond the body", "9999", inputs(TWO_ROWS)),
        header("a header's length that is no number", "many", inputs(TWO_ROWS)));
  }

  private static Case<RestDoor.Request> get(String name, String path) {
    return Case.of(name, new RestDoor.Request("GET", path, Map.of(), NOTHING));
  }

  private static Case<RestDoor.Request> post(String name, String path, String body) {
    return post(name, path, Map.of(), bytes(body));
  }

  private static Case<RestDoor.Request> post(
      String name, String path, Map<String, String> headers, byte[] body) {
    Map<String, String> all = new HashMap<>(headers);
    all.putIfAbsent("Content-Type", "application/json");
    return Case.of(name, new RestDoor.Request("POST", path, Map.copyOf(all), body));
  }

  private static Case<RestDoor.Request> to(String model, String name, String body) {
    return post(name, "/v2/models/" + model + "/infer", body);
  }

  private static Case<RestDoor.Request> infer(String name, String body) {
    return to("line", name, body);
  }

  private static Case<RestDoor.Request> header(String name, String length, String body) {
    return post(
        name,
        "/v2/models/line/infer",
        Map.of(RestDoor.HEADER_LENGTH, length, "Content-Type", "application/octet-stream"),
        bytes(body));
  }

  private static Case<RestDoor.Request> binary(String name, String header, byte[] raw) {
    return toBinary("line", name, header, raw);
  }

  private static Case<RestDoor.Request> toBinary(
      String model, String name, String header, byte[] raw) {
    byte[] json = bytes(header);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(json);
    body.writeBytes(raw);
    return post(
        name,
        "/v2/models/" + model + "/infer",
        Map.of(
            RestDoor.HEADER_LENGTH,
            Integer.toString(json.length),
            "Content-Type",
            "application/octet-stream"),
        body.toByteArray());
  }

  private static Case<RestDoor.Request> gzip(String name, String body) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return post(
        name,
        "/v2/models/line/infer",
        Map.of("Content-Encoding", "gzip", "Accept-Encoding", "gzip"),
        packed.toByteArray());
  }

  private static String inputs(String input) {
    return "{'inputs':[" + input + "]}";
  }

  private static String raw(String shape, String datatype, int size) {
    return "{'name':'x','shape':%s,'datatype':'%s','parameters':{'binary_data_size':%d}}"
        .formatted(shape, datatype, size);
  }

  private static String ones(int count) {
    return "[1" + ",1".repeat(count - 1) + "]";
  }

  /** Bodies are written with single quotes, which are easier to read here. */
  private static byte[] bytes(String text) {
    return text.replace('\'', '"').getBytes(UTF_8);
  }
}
