package dev.edgewise.processor.emit;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileOptions;
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

  private static final String PACKAGE = "edgewise.v1";

  private OptionsSchema() {}

  static FileDescriptorProto file() {
    return FileDescriptorProto.newBuilder()
        .setName(NAME)
        .setPackage(PACKAGE)
        .setSyntax("proto3")
        .addDependency("google/protobuf/descriptor.proto")
        .setOptions(
            FileOptions.newBuilder()
                .setJavaMultipleFiles(true)
                .setJavaPackage("dev.edgewise.proto.v1"))
        .addEnumType(constants("Tier", "UNSPECIFIED", "EDGE", "CLOUD"))
        .addEnumType(
            constants("Label", "UNSPECIFIED", "PUBLIC", "INTERNAL", "CONFIDENTIAL", "LOCAL_ONLY"))
        .addMessageType(
            DescriptorProto.newBuilder()
                .setName("Cascade")
                .addField(scalar("unsure_from", 1, FieldDescriptorProto.Type.TYPE_DOUBLE))
                .addField(scalar("unsure_to", 2, FieldDescriptorProto.Type.TYPE_DOUBLE)))
        .addMessageType(
            DescriptorProto.newBuilder()
                .setName("MethodOptions")
                .addField(named("tier", 1, FieldDescriptorProto.Type.TYPE_ENUM, "Tier"))
                .addField(scalar("deadline_millis", 2, FieldDescriptorProto.Type.TYPE_INT64))
                .addField(scalar("idempotent", 3, FieldDescriptorProto.Type.TYPE_BOOL))
                .addField(named("label", 4, FieldDescriptorProto.Type.TYPE_ENUM, "Label"))
                .addField(named("cascade", 5, FieldDescriptorProto.Type.TYPE_MESSAGE, "Cascade"))
                .addField(scalar("confidence_path", 6, FieldDescriptorProto.Type.TYPE_STRING)))
        .addExtension(
            named("method", METHOD, FieldDescriptorProto.Type.TYPE_MESSAGE, "MethodOptions")
                .setExtendee(".google.protobuf.MethodOptions"))
        .build();
  }

  private static EnumDescriptorProto constants(String name, String... values) {
    EnumDescriptorProto.Builder builder = EnumDescriptorProto.newBuilder().setName(name);
    for (String value : values) {
      builder.addValue(
          EnumValueDescriptorProto.newBuilder()
              .setName(dev.edgewise.processor.model.EnumModel.upperSnake(name) + "_" + value)
              .setNumber(builder.getValueCount()));
    }
    return builder.build();
  }

  private static FieldDescriptorProto.Builder scalar(
      String name, int number, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setLabel(Label.LABEL_OPTIONAL)
        .setType(type)
        .setJsonName(JsonNames.of(name));
  }

  private static FieldDescriptorProto.Builder named(
      String name, int number, FieldDescriptorProto.Type type, String typeName) {
    return scalar(name, number, type).setTypeName("." + PACKAGE + "." + typeName);
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
