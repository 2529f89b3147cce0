package dev.edgewise.processor.emit;

import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileOptions;
import dev.edgewise.processor.model.Names;

/**
 * Parts of the schemas of {@code edgewise.v1} that emitted schemas import. They are built by hand:
 * the processor must not depend on the module that protoc makes of them. Tests hold them equal.
 */
final class OwnSchema {
  private static final String PACKAGE = "edgewise.v1";

  private OwnSchema() {}

  static FileDescriptorProto.Builder file(String name) {
    return FileDescriptorProto.newBuilder()
        .setName(name)
        .setPackage(PACKAGE)
        .setSyntax("proto3")
        .setOptions(
            FileOptions.newBuilder()
                .setJavaMultipleFiles(true)
                .setJavaPackage("dev.edgewise.proto.v1"));
  }

  static EnumDescriptorProto constants(String name, String... values) {
    EnumDescriptorProto.Builder builder = EnumDescriptorProto.newBuilder().setName(name);
    for (String value : values) {
      builder.addValue(
          EnumValueDescriptorProto.newBuilder()
              .setName(Names.upperSnake(name) + "_" + value)
              .setNumber(builder.getValueCount()));
    }
    return builder.build();
  }

  static FieldDescriptorProto.Builder scalar(
      String name, int number, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setLabel(Label.LABEL_OPTIONAL)
        .setType(type)
        .setJsonName(Names.json(name));
  }

  static FieldDescriptorProto.Builder named(
      String name, int number, FieldDescriptorProto.Type type, String typeName) {
    return scalar(name, number, type).setTypeName("." + PACKAGE + "." + typeName);
  }
}
