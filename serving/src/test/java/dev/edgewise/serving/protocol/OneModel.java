package dev.edgewise.serving.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.TensorSpec;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.InferRequest;
import dev.edgewise.sdk.spi.model.InferResponse;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelMetadata;
import java.util.List;
import java.util.Map;

/** A model "mirror" that gives back what it is given; steps are done on the spot. */
final class OneModel {
  static final ModelCalls CALLS = () -> Map.of("mirror", "Infer", "boots", "Generate");

  private OneModel() {}

  static ModelMetadata metadata() {
    return new ModelMetadata(
        "mirror",
        "tensors",
        List.of("1", "3"),
        "onnx",
        List.of(new TensorSpec("x", ElementType.FLOAT32, List.of(-1, 2))),
        List.of(new TensorSpec("y", ElementType.FLOAT32, List.of(-1, 2))),
        8,
        "ready",
        "");
  }

  static <A> A done(Step<A> step) {
    return switch (step) {
      case Step.Answer<A>(A answer) -> answer;
      case Step.Call<A> call -> call.answer().apply(answer(call.method(), call.request()));
    };
  }

  private static Message answer(String method, Message request) {
    if (method.equals("edgewise.models.v1.mirror/Metadata")) {
      return WireWriter.encode(ModelCodecs.METADATA, metadata());
    }
    assertThat(method).isEqualTo("edgewise.models.v1.mirror/Infer");
    InferRequest asked = WireReader.decode(ModelCodecs.INFER_REQUEST, request);
    return WireWriter.encode(ModelCodecs.INFER_RESPONSE, new InferResponse("3", asked.inputs()));
  }
}
