package dev.edgewise.processor.emit;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;

/**
 * The schema {@code edgewise/v1/options.proto}, built by hand: the processor must not depend on the
 * module that protoc makes of it. A test holds the two equal.
 */
final class OptionsSchema {
  static final String NAME = "edgewise/v1/options.proto";

  /** Number of the extension of {@code google.protobuf.MethodOptions}. */
  static final int METHOD = 51877;

  private OptionsSchema() {}

  static FileDescriptorProto file() {
    return OwnSchema.file(NAME)
        .addDependency("google/protobuf/descriptor.proto")
        .addEnumType(OwnSchema.constants("Tier", "UNSPECIFIED", "EDGE", "CLOUD"))
        .addEnumType(
            OwnSchema.constants(
                "Label", "UNSPECIFIED", "PUBLIC", "INTERNAL", "CONFIDENTIAL", "LOCAL_ONLY"))
        .addMessageType(
            DescriptorProto.newBuilder()
                .setName("Cascade")
                .addField(OwnSchema.scalar("unsure_from", 1, FieldDescriptorProto.Type.TYPE_DOUBLE))
                .addField(OwnSchema.scalar("unsure_to", 2, FieldDescriptorProto.Type.TYPE_DOUBLE)))
        .addMessageType(
            DescriptorProto.newBuilder()
                .setName("Batched")
                .addField(
                    OwnSchema.scalar("max_batch_size", 1, FieldDescriptorProto.Type.TYPE_INT32))
                .addField(
                    OwnSchema.scalar("timeout_millis", 2, FieldDescriptorProto.Type.TYPE_INT64)))
        .addMessageType(
            DescriptorProto.newBuilder()
                .setName("Needs")
                .addField(OwnSchema.scalar("accelerator", 1, FieldDescriptorProto.Type.TYPE_STRING))
                .addField(
                    OwnSchema.scalar("memory_bytes", 2, FieldDescriptorProto.Type.TYPE_INT64)))
        .addMessageType(
            DescriptorProto.newBuilder()
                .setName("Cached")
                .addField(
                    OwnSchema.scalar(
                        "time_to_live_millis", 1, FieldDescriptorProto.Type.TYPE_INT64))
                .addField(OwnSchema.scalar("text_field", 2, FieldDescriptorProto.Type.TYPE_INT32))
                .addField(
                    OwnSchema.scalar(
                        "similarity_threshold", 3, FieldDescriptorProto.Type.TYPE_DOUBLE))
                .addField(
                    OwnSchema.scalar(
                        "max_false_hit_rate", 4, FieldDescriptorProto.Type.TYPE_DOUBLE)))
        .addMessageType(
            DescriptorProto.newBuilder()
                .setName("Scale")
                .addField(OwnSchema.scalar("min", 1, FieldDescriptorProto.Type.TYPE_INT32))
                .addField(OwnSchema.scalar("max", 2, FieldDescriptorProto.Type.TYPE_INT32))
                .addField(OwnSchema.scalar("warm", 3, FieldDescriptorProto.Type.TYPE_INT32)))
        .addMessageType(
            DescriptorProto.newBuilder()
                .setName("MethodOptions")
                .addField(OwnSchema.named("tier", 1, FieldDescriptorProto.Type.TYPE_ENUM, "Tier"))
                .addField(
                    OwnSchema.scalar("deadline_millis", 2, FieldDescriptorProto.Type.TYPE_INT64))
                .addField(OwnSchema.scalar("idempotent", 3, FieldDescriptorProto.Type.TYPE_BOOL))
                .addField(OwnSchema.named("label", 4, FieldDescriptorProto.Type.TYPE_ENUM, "Label"))
                .addField(
                    OwnSchema.named(
                        "cascade", 5, FieldDescriptorProto.Type.TYPE_MESSAGE, "Cascade"))
                .addField(
                    OwnSchema.scalar("confidence_path", 6, FieldDescriptorProto.Type.TYPE_STRING))
                .addField(
                    OwnSchema.scalar("faults", 7, FieldDescriptorProto.Type.TYPE_STRING)
                        .setLabel(Label.LABEL_REPEATED))
                .addField(
                    OwnSchema.named(
                        "batched", 8, FieldDescriptorProto.Type.TYPE_MESSAGE, "Batched"))
                .addField(
                    OwnSchema.named("needs", 9, FieldDescriptorProto.Type.TYPE_MESSAGE, "Needs"))
                .addField(
                    OwnSchema.named("cached", 10, FieldDescriptorProto.Type.TYPE_MESSAGE, "Cached"))
                .addField(OwnSchema.scalar("resumable", 11, FieldDescriptorProto.Type.TYPE_BOOL))
                .addField(
                    OwnSchema.named("scale", 12, FieldDescriptorProto.Type.TYPE_MESSAGE, "Scale")))
        .addExtension(
            OwnSchema.named(
                    "method", METHOD, FieldDescriptorProto.Type.TYPE_MESSAGE, "MethodOptions")
                .setExtendee(".google.protobuf.MethodOptions"))
        .build();
  }

  /** Descriptor of the message in which options stand. */
  static Descriptor methodOptions() {
    try {
      FileDescriptor file =
          FileDescriptor.buildFrom(
              file(), new FileDescriptor[] {com.google.protobuf.DescriptorProtos.getDescriptor()});
      return file.findMessageTypeByName("MethodOptions");
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException("the built-in options schema is wrong", e);
    }
  }

  /**
   * Puts our options into protobuf's: as an unknown field, which serialises to the same bytes as
   * the extension.
   */
  static MethodOptions.Builder attach(MethodOptions.Builder options, DynamicMessage ours) {
    ByteString bytes = ours.toByteString();
    return options.setUnknownFields(
        UnknownFieldSet.newBuilder()
            .addField(METHOD, UnknownFieldSet.Field.newBuilder().addLengthDelimited(bytes).build())
            .build());
  }

  /** Our options as bytes, empty if there are none. */
  static List<ByteString> attached(MethodOptions options) {
    return options.getUnknownFields().getField(METHOD).getLengthDelimitedList();
  }
}
