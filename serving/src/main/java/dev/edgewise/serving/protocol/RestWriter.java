package dev.edgewise.serving.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonWriter;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.model.InferResponse;
import dev.edgewise.sdk.spi.model.NamedTensor;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Writes the answer to an inference: JSON, and behind it the raw tensors that were asked for. */
public final class RestWriter {
  private RestWriter() {}

  /**
   * A body.
   *
   * @param bytes of it
   * @param headerLength bytes of the JSON before raw tensors; empty when there are none
   */
  public record Body(byte[] bytes, OptionalInt headerLength) {}

  /**
   * Writes an answer.
   *
   * @throws EdgewiseException with {@code BAD_REQUEST} when JSON was asked for and an output has no
   *     form in JSON; with {@code TOO_LARGE} when its JSON is larger than a request may be
   */
  public static Body write(Inference request, InferResponse response) {
    PartsOutput bytes = new PartsOutput(Inference.LARGEST);
    List<ByteBuffer> raw = new ArrayList<>();
    try (JsonWriter json = new JsonWriter(new OutputStreamWriter(bytes, UTF_8))) {
      // NaN and infinities as Python reads them: there is no other way to write them.
      json.setStrictness(Strictness.LENIENT);
      json.setHtmlSafe(false);
      json.beginObject();
      if (!request.id().isEmpty()) {
        json.name("id").value(request.id());
      }
      json.name("model_name").value(request.model());
      json.name("model_version").value(response.version());
      json.name("outputs").beginArray();
      for (NamedTensor output : response.outputs()) {
        output(json, request, output, raw);
      }
      json.endArray().endObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    OptionalInt length = raw.isEmpty() ? OptionalInt.empty() : OptionalInt.of(bytes.size());
    List<ByteBuffer> parts = bytes.parts();
    parts.addAll(raw);
    return new Body(Message.of(parts).bytes(), length);
  }

  private static void output(
      JsonWriter json, Inference request, NamedTensor output, List<ByteBuffer> raw)
      throws IOException {
    WantedOutput wanted =
        request
            .wanted(output.name())
            .orElse(new WantedOutput(output.name(), request.binaryByDefault(), 0));
    Tensor tensor =
        wanted.classes() > 0
            ? Tensors.classes(output.name(), output.tensor(), wanted.classes())
            : output.tensor();
    Datatype datatype = Datatype.of(tensor.type());
    json.beginObject();
    json.name("name").value(output.name());
    json.name("datatype").value(datatype.name());
    json.name("shape").beginArray();
    for (int size : tensor.shape()) {
      json.value(size);
    }
    json.endArray();
    if (wanted.binary()) {
      ByteBuffer elements = Tensors.raw(tensor);
      json.name("parameters").beginObject();
      json.name("binary_data_size").value(elements.remaining()).endObject();
      raw.add(elements);
    } else {
      json.name("data");
      JsonData.write(json, tensor);
    }
    json.endObject();
  }
}
