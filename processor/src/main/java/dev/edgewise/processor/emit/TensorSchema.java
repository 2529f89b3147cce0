package dev.edgewise.processor.emit;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;

/** The schema {@code edgewise/v1/tensor.proto}, which schemas with tensors import. */
final class TensorSchema {
  static final String NAME = "edgewise/v1/tensor.proto";

  private TensorSchema() {}

  static FileDescriptorProto file() {
    return OwnSchema.file(NAME)
        .addEnumType(
            OwnSchema.constants(
                "ElementType",
                "UNSPECIFIED",
                "FLOAT32",
                "FLOAT16",
                "FLOAT64",
                "INT8",
                "UINT8",
                "INT16",
                "INT32",
                "INT64",
                "BOOL",
                "UINT16",
                "UINT32",
                "UINT64",
                "BFLOAT16",
                "BYTES"))
        .addMessageType(
            DescriptorProto.newBuilder()
                .setName("Tensor")
                .addField(
                    OwnSchema.named("type", 1, FieldDescriptorProto.Type.TYPE_ENUM, "ElementType"))
                .addField(
                    OwnSchema.scalar("shape", 2, FieldDescriptorProto.Type.TYPE_INT64)
                        .setLabel(Label.LABEL_REPEATED))
                .addField(OwnSchema.scalar("data", 3, FieldDescriptorProto.Type.TYPE_BYTES)))
        .build();
  }
}
