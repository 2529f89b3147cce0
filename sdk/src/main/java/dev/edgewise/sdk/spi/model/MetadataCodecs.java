package dev.edgewise.sdk.spi.model;

import dev.edgewise.core.model.TensorSpec;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.TensorCodec;
import dev.edgewise.sdk.spi.WireReader;
import java.util.ArrayList;
import java.util.List;

/** Codecs of what a model is. */
final class MetadataCodecs {
  private static final int MOST_DIMENSIONS = 32;

  private MetadataCodecs() {}

  static final class OfMetadataRequest extends RecordCodec<MetadataRequest> {
    OfMetadataRequest() {
      super("ModelMetadataRequest");
    }

    @Override
    void fields(MetadataRequest value, FieldVisitor out) {
      out.text(1, value.version());
    }

    @Override
    MetadataRequest parse(WireReader in) {
      String version = "";
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        if (tag == (1 << 3 | WireReader.LENGTH_DELIMITED)) {
          version = in.string();
        } else {
          in.skip(tag);
        }
      }
      return new MetadataRequest(version);
    }
  }

  static final class OfMetadata extends RecordCodec<ModelMetadata> {
    OfMetadata() {
      super("ModelMetadata");
    }

    @Override
    void fields(ModelMetadata value, FieldVisitor out) {
      out.text(1, value.name());
      out.text(2, value.kind());
      out.texts(3, value.versions());
      out.text(4, value.engine());
      out.messages(5, ModelCodecs.TENSOR_DESCRIPTION, value.inputs());
      out.messages(6, ModelCodecs.TENSOR_DESCRIPTION, value.outputs());
      out.number(7, value.maxBatchSize());
      out.text(8, value.state());
      out.text(9, value.reason());
    }

    @Override
    ModelMetadata parse(WireReader in) {
      String name = "";
      String kind = "";
      List<String> versions = new ArrayList<>();
      String engine = "";
      List<TensorSpec> inputs = new ArrayList<>();
      List<TensorSpec> outputs = new ArrayList<>();
      int maxBatchSize = 0;
      String state = "";
      String reason = "";
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.LENGTH_DELIMITED -> name = in.string();
          case 2 << 3 | WireReader.LENGTH_DELIMITED -> kind = in.string();
          case 3 << 3 | WireReader.LENGTH_DELIMITED ->
              add(versions, in.string(), ModelMetadata.MOST_VERSIONS, "versions");
          case 4 << 3 | WireReader.LENGTH_DELIMITED -> engine = in.string();
          case 5 << 3 | WireReader.LENGTH_DELIMITED -> add(inputs, description(in), "inputs");
          case 6 << 3 | WireReader.LENGTH_DELIMITED -> add(outputs, description(in), "outputs");
          case 7 << 3 | WireReader.VARINT -> maxBatchSize = in.int32();
          case 8 << 3 | WireReader.LENGTH_DELIMITED -> state = in.string();
          case 9 << 3 | WireReader.LENGTH_DELIMITED -> reason = in.string();
          default -> in.skip(tag);
        }
      }
      return new ModelMetadata(
          name, kind, versions, engine, inputs, outputs, maxBatchSize, state, reason);
    }

    private void add(List<TensorSpec> list, TensorSpec spec, String field) {
      add(list, spec, Checks.MOST_TENSORS, field);
    }

    private static TensorSpec description(WireReader in) {
      return in.message(ModelCodecs.TENSOR_DESCRIPTION);
    }
  }

  static final class OfTensorDescription extends RecordCodec<TensorSpec> {
    OfTensorDescription() {
      super("TensorDescription");
    }

    @Override
    void fields(TensorSpec value, FieldVisitor out) {
      out.text(1, value.name());
      out.number(2, TensorCodec.number(value.type()));
      out.numbers(3, value.shape().stream().mapToLong(Integer::longValue).toArray());
    }

    @Override
    TensorSpec parse(WireReader in) {
      String name = "";
      int type = 0;
      List<Integer> shape = new ArrayList<>();
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.LENGTH_DELIMITED -> name = in.string();
          case 2 << 3 | WireReader.VARINT -> type = in.int32();
          case 3 << 3 | WireReader.VARINT -> dimension(shape, in);
          case 3 << 3 | WireReader.LENGTH_DELIMITED -> {
            WireReader block = in.nested();
            while (block.remaining() > 0) {
              dimension(shape, block);
            }
          }
          default -> in.skip(tag);
        }
      }
      Checks.text("name", name, Checks.LONGEST_NAME);
      int number = type;
      return new TensorSpec(
          name,
          TensorCodec.type(number)
              .orElseThrow(
                  () ->
                      new MalformedMessage(messageName() + ".type: no type has number " + number)),
          shape);
    }

    private void dimension(List<Integer> shape, WireReader in) {
      long size = in.int64();
      if (size < -1 || size > Integer.MAX_VALUE) {
        throw new MalformedMessage(
            messageName() + ".shape: " + size + " (expected: -1 to 2147483647)");
      }
      add(shape, (int) size, MOST_DIMENSIONS, "shape");
    }
  }
}
