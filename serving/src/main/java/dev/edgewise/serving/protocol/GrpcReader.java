package dev.edgewise.serving.protocol;

import static dev.edgewise.sdk.spi.WireReader.FIXED64;
import static dev.edgewise.sdk.spi.WireReader.LENGTH_DELIMITED;
import static dev.edgewise.sdk.spi.WireReader.VARINT;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.model.NamedTensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code inference.ModelInferRequest} and what it is made of: raw contents, which lie where
 * the message has them, or typed contents. Pure.
 */
final class GrpcReader {
  private static final Reading<Inference> REQUEST =
      new Reading<>("inference.ModelInferRequest", GrpcReader::request);

  private GrpcReader() {}

  /** An input as its message says it. */
  private record Part(
      String name, String datatype, List<Long> shape, @Nullable TypedContents contents) {}

  static Inference read(Message message) {
    return REQUEST.of(message);
  }

  private static int block(int number) {
    return number << 3 | LENGTH_DELIMITED;
  }

  private static Inference request(WireReader in) {
    String model = "";
    String version = "";
    String id = "";
    Map<String, Object> parameters = new HashMap<>();
    List<Part> inputs = new ArrayList<>();
    List<WantedOutput> outputs = new ArrayList<>();
    List<ByteBuffer> raw = new ArrayList<>();
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      switch (tag >>> 3) {
        case 1 -> model = tag == block(1) ? in.string() : skipped(in, tag, model);
        case 2 -> version = tag == block(2) ? in.string() : skipped(in, tag, version);
        case 3 -> id = tag == block(3) ? in.string() : skipped(in, tag, id);
        default -> {
          if (tag == block(4)) {
            parameter(in.nested(), parameters);
          } else if (tag == block(5)) {
            inputs.add(part(in.nested()));
          } else if (tag == block(6)) {
            outputs.add(output(in.nested()));
          } else if (tag == block(7)) {
            raw.add(in.block());
          } else {
            in.skip(tag);
          }
        }
      }
      if (Math.max(inputs.size(), Math.max(outputs.size(), raw.size())) > Inference.MOST_TENSORS) {
        throw Refusals.bad("more than " + Inference.MOST_TENSORS + " tensors");
      }
    }
    if (model.length() > Inference.LONGEST_NAME
        || version.length() > Inference.LONGEST_NAME
        || id.length() > Inference.LONGEST_ID) {
      throw Refusals.bad("a name or the id is too long");
    }
    Parameters known = new Parameters(parameters);
    return new Inference(
        model, version, id, tensors(inputs, raw), outputs, true, known.priority(), known.timeout());
  }

  private static String skipped(WireReader in, int tag, String value) {
    in.skip(tag);
    return value;
  }

  private static List<NamedTensor> tensors(List<Part> inputs, List<ByteBuffer> raw) {
    if (inputs.isEmpty()) {
      throw Refusals.bad("the request has no inputs");
    }
    boolean typed = inputs.stream().anyMatch(input -> input.contents() != null);
    if (!raw.isEmpty() && (typed || raw.size() != inputs.size())) {
      throw Refusals.bad(
          typed
              ? "contents are given although raw_input_contents are (expected: one of the two, for"
                  + " all inputs)"
              : "raw_input_contents: "
                  + raw.size()
                  + " (expected: "
                  + inputs.size()
                  + ", one for each input)");
    }
    List<NamedTensor> tensors = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < inputs.size(); i++) {
      Part input = inputs.get(i);
      Datatype datatype = Datatype.parse(input.name(), input.datatype());
      List<Integer> shape = Tensors.shape(input.name(), input.shape());
      Tensor tensor =
          raw.isEmpty()
              ? (input.contents() == null ? new TypedContents() : input.contents())
                  .tensor(input.name(), datatype, shape)
              : Tensors.ofRaw(input.name(), datatype, shape, raw.get(i));
      bytes += tensor.data().remaining();
      if (bytes > Inference.LARGEST) {
        throw EdgewiseException.of(
            ErrorCode.TOO_LARGE,
            "the inputs have more than " + Inference.LARGEST + " bytes; send less at once");
      }
      tensors.add(new NamedTensor(input.name(), tensor));
    }
    return tensors;
  }

  private static WantedOutput output(WireReader in) {
    String name = "";
    Map<String, Object> parameters = new HashMap<>();
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == block(1)) {
        name = in.string();
      } else if (tag == block(2)) {
        parameter(in.nested(), parameters);
      } else {
        in.skip(tag);
      }
    }
    return new WantedOutput(name(name), true, new Parameters(parameters).classes());
  }

  private static Part part(WireReader in) {
    String name = "";
    String datatype = "";
    List<Long> shape = new ArrayList<>();
    Map<String, Object> parameters = new HashMap<>();
    Optional<TypedContents> contents = Optional.empty();
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == block(1)) {
        name = in.string();
      } else if (tag == block(2)) {
        datatype = in.string();
      } else if (tag == block(3)) {
        WireReader sizes = in.nested();
        while (sizes.remaining() > 0) {
          size(shape, sizes);
        }
      } else if (tag == (3 << 3 | VARINT)) {
        size(shape, in);
      } else if (tag == block(4)) {
        parameter(in.nested(), parameters);
      } else if (tag == block(5)) {
        contents = Optional.of(contents.orElseGet(TypedContents::new));
        contents.get().read(in.nested());
      } else {
        in.skip(tag);
      }
    }
    // An input's parameters are read for what must be refused.
    Parameters _ = new Parameters(parameters);
    return new Part(name(name), datatype, shape, contents.orElse(null));
  }

  private static String name(String name) {
    if (name.length() > Inference.LONGEST_NAME) {
      throw Refusals.bad("a name is longer than " + Inference.LONGEST_NAME + " characters");
    }
    return name;
  }

  private static void size(List<Long> shape, WireReader in) {
    if (shape.size() == 64) {
      throw Refusals.bad("a shape has more than 64 dimensions");
    }
    shape.add(in.int64());
  }

  /** One entry of a {@code map<string, InferParameter>}. */
  private static void parameter(WireReader in, Map<String, Object> parameters) {
    String name = "";
    Object value = "";
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == block(1)) {
        name = in.string();
      } else if (tag == block(2)) {
        value = value(in.nested());
      } else {
        in.skip(tag);
      }
    }
    if (parameters.size() == Parameters.MOST) {
      throw Refusals.bad("more than " + Parameters.MOST + " parameters");
    }
    parameters.put(name, value);
  }

  private static Object value(WireReader in) {
    Object value = "";
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      if (tag == (1 << 3 | VARINT)) {
        value = in.bool();
      } else if (tag == (2 << 3 | VARINT) || tag == (5 << 3 | VARINT)) {
        value = in.int64();
      } else if (tag == block(3)) {
        value = in.string();
      } else if (tag == (4 << 3 | FIXED64)) {
        value = in.float64();
      } else {
        in.skip(tag);
      }
    }
    return value;
  }
}
