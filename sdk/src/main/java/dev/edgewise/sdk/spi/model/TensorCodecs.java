package dev.edgewise.sdk.spi.model;

import dev.edgewise.core.model.Tensor;
import dev.edgewise.sdk.spi.Fields;
import dev.edgewise.sdk.spi.TensorCodec;
import dev.edgewise.sdk.spi.WireReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Codecs of tensors for and from a model; elements are not copied on their way out. */
final class TensorCodecs {
  private TensorCodecs() {}

  static final class OfNamedTensor extends RecordCodec<NamedTensor> {
    OfNamedTensor() {
      super("NamedTensor");
    }

    @Override
    void fields(NamedTensor value, FieldVisitor out) {
      out.text(1, value.name());
      out.message(2, TensorCodec.INSTANCE, value.tensor());
    }

    @Override
    NamedTensor parse(WireReader in) {
      String name = "";
      @Nullable Tensor tensor = null;
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.LENGTH_DELIMITED -> name = in.string();
          case 2 << 3 | WireReader.LENGTH_DELIMITED -> tensor = in.message(TensorCodec.INSTANCE);
          default -> in.skip(tag);
        }
      }
      return new NamedTensor(name, Fields.present(tensor, messageName() + ".tensor"));
    }
  }

  static final class OfInferRequest extends RecordCodec<InferRequest> {
    OfInferRequest() {
      super("InferRequest");
    }

    @Override
    void fields(InferRequest value, FieldVisitor out) {
      if (!value.profile().equals(ServingProfile.DEFAULT)) {
        out.message(1, ModelCodecs.SERVING_PROFILE, value.profile());
      }
      out.text(2, value.version());
      out.messages(3, ModelCodecs.NAMED_TENSOR, value.inputs());
      out.texts(4, value.outputs());
      out.number(5, value.priority());
    }

    @Override
    InferRequest parse(WireReader in) {
      ServingProfile profile = ServingProfile.DEFAULT;
      String version = "";
      List<NamedTensor> inputs = new ArrayList<>();
      List<String> outputs = new ArrayList<>();
      int priority = 0;
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.LENGTH_DELIMITED ->
              profile = in.message(ModelCodecs.SERVING_PROFILE);
          case 2 << 3 | WireReader.LENGTH_DELIMITED -> version = in.string();
          case 3 << 3 | WireReader.LENGTH_DELIMITED ->
              add(inputs, in.message(ModelCodecs.NAMED_TENSOR), Checks.MOST_TENSORS, "inputs");
          case 4 << 3 | WireReader.LENGTH_DELIMITED ->
              add(outputs, in.string(), Checks.MOST_TENSORS, "outputs");
          case 5 << 3 | WireReader.VARINT -> priority = in.int32();
          default -> in.skip(tag);
        }
      }
      return new InferRequest(profile, version, inputs, outputs, priority);
    }
  }

  static final class OfInferResponse extends RecordCodec<InferResponse> {
    OfInferResponse() {
      super("InferResponse");
    }

    @Override
    void fields(InferResponse value, FieldVisitor out) {
      out.text(1, value.version());
      out.messages(2, ModelCodecs.NAMED_TENSOR, value.outputs());
    }

    @Override
    InferResponse parse(WireReader in) {
      String version = "";
      List<NamedTensor> outputs = new ArrayList<>();
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.LENGTH_DELIMITED -> version = in.string();
          case 2 << 3 | WireReader.LENGTH_DELIMITED ->
              add(outputs, in.message(ModelCodecs.NAMED_TENSOR), Checks.MOST_TENSORS, "outputs");
          default -> in.skip(tag);
        }
      }
      return new InferResponse(version, outputs);
    }
  }
}
