package dev.edgewise.serving.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.model.NamedTensor;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of {@code POST …/infer}: JSON, and behind it raw tensors when the header {@code
 * Inference-Header-Content-Length} says where they begin. The elements of an array go straight into
 * the tensor's own memory. Pure.
 *
 * @see <a href="https://github.com/kserve/open-inference-protocol">Open Inference Protocol</a>
 * @see <a
 *     href="https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_binary_data.md">Binary
 *     tensor data extension</a>
 */
public final class RestReader {
  private final Message body;
  private final int jsonLength;

  /** Types and shapes that stood behind the data of their inputs, from the first reading. */
  private final List<Head> seen;

  private boolean again;

  private RestReader(Message body, int jsonLength, List<Head> seen) {
    this.body = body;
    this.jsonLength = jsonLength;
    this.seen = seen;
  }

  /** What an input says of itself, as far as it has been read. */
  private static final class Head {
    @Nullable String name;
    @Nullable String datatype;
    @Nullable List<Long> shape;
    Parameters parameters = Parameters.NONE;
    @Nullable Tensor data;
  }

  /**
   * Reads a body, whose parts are read where they lie.
   *
   * @param headerLength bytes of the JSON before the raw tensors, when the request says so
   * @throws EdgewiseException with {@code BAD_REQUEST} or {@code TOO_LARGE}
   */
  public static Inference read(
      String model, String version, Message body, OptionalInt headerLength) {
    int jsonLength = headerLength.orElse(body.size());
    if (jsonLength < 0 || jsonLength > body.size()) {
      throw Refusals.bad(
          "Inference-Header-Content-Length is "
              + jsonLength
              + ", and the body has "
              + body.size()
              + " bytes");
    }
    if (jsonLength == 0) {
      throw Refusals.bad("the request has no JSON (expected: an object with inputs)");
    }
    RestReader first = new RestReader(body, jsonLength, List.of());
    List<Head> heads = new ArrayList<>();
    Inference inference = first.parse(model, version, heads);
    return first.again
        ? new RestReader(body, jsonLength, heads).parse(model, version, new ArrayList<>())
        : inference;
  }

  private Inference parse(String model, String version, List<Head> heads) {
    String id = "";
    List<WantedOutput> outputs = List.of();
    Parameters parameters = Parameters.NONE;
    try (JsonReader json =
        new JsonReader(
            new InputStreamReader(new PartsStream(body, jsonLength), UTF_8.newDecoder()))) {
      json.setStrictness(Strictness.STRICT);
      json.beginObject();
      while (json.hasNext()) {
        switch (json.nextName()) {
          case "id" -> id = id(json);
          case "parameters" -> parameters = parameters(json);
          case "inputs" -> {
            if (!heads.isEmpty()) {
              throw Refusals.bad("'inputs' stands twice");
            }
            inputs(json, heads);
          }
          case "outputs" -> outputs = outputs(json, parameters);
          default -> json.skipValue();
        }
      }
      json.endObject();
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw Refusals.bad("something follows the JSON object");
      }
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw Refusals.bad(
          "the request is no JSON as the protocol has it: " + Refusals.shown(words(e)), e);
    }
    if (heads.isEmpty()) {
      throw Refusals.bad("the request has no 'inputs'");
    }
    return new Inference(
        model,
        version,
        id,
        again ? List.of() : complete(heads),
        outputs,
        parameters.flag("binary_data_output"),
        parameters.priority(),
        parameters.timeout());
  }

  private static String words(Exception e) {
    String words = String.valueOf(e.getMessage());
    int see = words.indexOf("\nSee ");
    // What follows is meant for whoever wrote this class.
    return (see < 0 ? words : words.substring(0, see))
        .replace(
            "Use JsonReader.setStrictness(Strictness.LENIENT) to accept malformed JSON",
            "malformed");
  }

  private static String id(JsonReader json) throws IOException {
    String id = json.nextString();
    if (id.length() > Inference.LONGEST_ID) {
      throw Refusals.bad("'id' is longer than " + Inference.LONGEST_ID + " characters");
    }
    return id;
  }

  private static String name(JsonReader json) throws IOException {
    String name = json.nextString();
    if (name.length() > Inference.LONGEST_NAME) {
      throw Refusals.bad("a name is longer than " + Inference.LONGEST_NAME + " characters");
    }
    return name;
  }

  private static Parameters parameters(JsonReader json) throws IOException {
    Map<String, Object> values = new HashMap<>();
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      switch (json.peek()) {
        case BOOLEAN -> values.put(name, json.nextBoolean());
        case STRING -> values.put(name, json.nextString());
        case NUMBER -> values.put(name, number(json.nextString()));
        default -> json.skipValue();
      }
      if (values.size() > Parameters.MOST) {
        throw Refusals.bad("more than " + Parameters.MOST + " parameters");
      }
    }
    json.endObject();
    return new Parameters(values);
  }

  private static Object number(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return Double.valueOf(text);
    }
  }

  private void inputs(JsonReader json, List<Head> heads) throws IOException {
    json.beginArray();
    while (json.hasNext()) {
      if (heads.size() == Inference.MOST_TENSORS) {
        throw Refusals.bad("more than " + Inference.MOST_TENSORS + " inputs");
      }
      heads.add(input(json, heads.size() < seen.size() ? seen.get(heads.size()) : null));
    }
    json.endArray();
  }

  private Head input(JsonReader json, @Nullable Head before) throws IOException {
    Head head = new Head();
    if (before != null) {
      head.name = before.name;
      head.datatype = before.datatype;
      head.shape = before.shape;
    }
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "name" -> head.name = name(json);
        case "datatype" -> head.datatype = name(json);
        case "shape" -> head.shape = shape(json);
        case "parameters" -> head.parameters = parameters(json);
        case "data" -> {
          if (head.data != null) {
            throw Refusals.bad("'data' stands twice");
          }
          if (head.datatype != null && head.shape != null) {
            String name = head.name == null ? "" : head.name;
            head.data =
                JsonData.read(
                    json,
                    name,
                    Datatype.parse(name, head.datatype),
                    Tensors.shape(name, head.shape));
          } else {
            // Legal, and rare: what stands behind it says how to read it.
            again = true;
            json.skipValue();
          }
        }
        default -> json.skipValue();
      }
    }
    json.endObject();
    if (head.name == null || head.datatype == null || head.shape == null) {
      throw Refusals.bad("an input lacks its 'name', 'datatype' or 'shape'");
    }
    return head;
  }

  private static List<Long> shape(JsonReader json) throws IOException {
    List<Long> sizes = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      if (sizes.size() > 64) {
        throw Refusals.bad("a shape has more than 64 dimensions");
      }
      sizes.add(json.nextLong());
    }
    json.endArray();
    return sizes;
  }

  private static List<WantedOutput> outputs(JsonReader json, Parameters request)
      throws IOException {
    List<WantedOutput> outputs = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      String name = "";
      Parameters parameters = Parameters.NONE;
      json.beginObject();
      while (json.hasNext()) {
        switch (json.nextName()) {
          case "name" -> name = name(json);
          case "parameters" -> parameters = parameters(json);
          default -> json.skipValue();
        }
      }
      json.endObject();
      if (outputs.size() == Inference.MOST_TENSORS) {
        throw Refusals.bad("more than " + Inference.MOST_TENSORS + " outputs");
      }
      outputs.add(
          new WantedOutput(
              name,
              parameters.has("binary_data")
                  ? parameters.flag("binary_data")
                  : request.flag("binary_data_output"),
              parameters.classes()));
    }
    json.endArray();
    return outputs;
  }

  /** Gives inputs whose elements are not in the JSON those that follow it, in order. */
  private List<NamedTensor> complete(List<Head> heads) {
    List<NamedTensor> inputs = new ArrayList<>();
    int at = jsonLength;
    long bytes = 0;
    for (Head head : heads) {
      String name = String.valueOf(head.name);
      Tensor tensor = head.data;
      boolean raw = head.parameters.has("binary_data_size");
      if (raw == (tensor != null)) {
        throw Refusals.bad(
            "input '"
                + Refusals.shown(name)
                + "' has "
                + (raw
                    ? "both 'data' and 'binary_data_size'"
                    : "no 'data' and no 'binary_data_size'")
                + " (expected: one of them)");
      }
      if (tensor == null) {
        int size = (int) head.parameters.number("binary_data_size", 0, body.size() - at, -1);
        tensor =
            Tensors.ofRaw(
                name,
                Datatype.parse(name, String.valueOf(head.datatype)),
                Tensors.shape(name, head.shape == null ? List.of() : head.shape),
                block(at, size));
        at += size;
      }
      bytes += tensor.data().remaining();
      if (bytes > Inference.LARGEST) {
        throw EdgewiseException.of(
            ErrorCode.TOO_LARGE,
            "the inputs have more than " + Inference.LARGEST + " bytes; send less at once");
      }
      inputs.add(new NamedTensor(name, tensor));
    }
    if (at != body.size()) {
      throw Refusals.bad(
          (body.size() - at)
              + " bytes follow that no input takes (expected: as 'binary_data_size' says)");
    }
    return inputs;
  }

  /** Some bytes of the body: a view, or, where several parts hold them, a copy outside the heap. */
  private ByteBuffer block(int from, int size) {
    ByteBuffer copy = null;
    int begins = 0;
    for (ByteBuffer part : body.parts()) {
      int first = Math.max(from, begins);
      int end = Math.min(from + size, begins + part.remaining());
      if (first < end) {
        ByteBuffer held = part.slice(part.position() + first - begins, end - first);
        if (end - first == size) {
          return held;
        }
        copy = copy == null ? ByteBuffer.allocateDirect(size) : copy;
        copy.put(held);
      }
      begins += part.remaining();
    }
    return copy == null ? ByteBuffer.allocate(0) : copy.flip();
  }
}
