package dev.edgewise.processor.emit;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo;
import dev.edgewise.processor.model.Cardinality;
import dev.edgewise.processor.model.ConstantModel;
import dev.edgewise.processor.model.ElementKind;
import dev.edgewise.processor.model.EnumModel;
import dev.edgewise.processor.model.FieldModel;
import dev.edgewise.processor.model.FieldType;
import dev.edgewise.processor.model.MessageModel;
import dev.edgewise.processor.model.MethodModel;
import dev.edgewise.processor.model.Names;
import dev.edgewise.processor.model.Outlook;
import dev.edgewise.processor.model.Retired;
import dev.edgewise.processor.model.ServiceModel;
import dev.edgewise.processor.model.TypeUse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Builds the schema of one package. The text of the schema and the descriptor set are both made of
 * it, so they cannot differ.
 */
final class SchemaBuilder {
  static final String TIMESTAMP = "google/protobuf/timestamp.proto";
  static final String DURATION = "google/protobuf/duration.proto";

  private final Outlook outlook;
  private final FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder();
  private final TreeSet<String> imports = new TreeSet<>();
  private final SourceCodeInfo.Builder comments = SourceCodeInfo.newBuilder();

  SchemaBuilder(String packageName, Outlook outlook) {
    this.outlook = outlook;
    file.setName(Paths.importName(packageName)).setPackage(packageName).setSyntax("proto3");
  }

  FileDescriptorProto build() {
    imports.remove(file.getName());
    return file.addAllDependency(imports).setSourceCodeInfo(comments).build();
  }

  void add(ServiceModel service) {
    int index = file.getServiceCount();
    comment(service.doc(), FileDescriptorProto.SERVICE_FIELD_NUMBER, index);
    ServiceDescriptorProto.Builder builder =
        ServiceDescriptorProto.newBuilder().setName(service.proto().simpleName());
    imports.add(OptionsSchema.NAME);
    for (MethodModel method : service.methods()) {
      comment(
          method.doc(),
          FileDescriptorProto.SERVICE_FIELD_NUMBER,
          index,
          ServiceDescriptorProto.METHOD_FIELD_NUMBER,
          builder.getMethodCount());
      MethodDescriptorProto.Builder rpc =
          MethodDescriptorProto.newBuilder()
              .setName(method.name())
              .setInputType("." + method.request().proto().full())
              .setOutputType("." + method.response().proto().full())
              .setOptions(ContractOptions.of(method, outlook));
      if (method.streaming()) {
        rpc.setServerStreaming(true);
      }
      builder.addMethod(rpc);
      // Nothing in the schema refers to them, but who reads a fault needs its message.
      method.faults().forEach(fault -> imports.add(importName(fault)));
    }
    file.addService(builder);
    for (MethodModel method : service.methods()) {
      method.messages().forEach(this::add);
    }
  }

  void add(MessageModel message) {
    int index = file.getMessageTypeCount();
    comment(message.doc(), FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, index);
    DescriptorProto.Builder builder =
        DescriptorProto.newBuilder().setName(message.proto().simpleName());
    List<FieldModel> fields =
        message.fields().stream().sorted(Comparator.comparingInt(FieldModel::number)).toList();
    for (FieldModel field : fields) {
      comment(
          field.doc(),
          FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER,
          index,
          DescriptorProto.FIELD_FIELD_NUMBER,
          builder.getFieldCount());
      builder.addField(field(field, builder, message.proto().full()));
    }
    for (Run run : runs(message.retired())) {
      builder.addReservedRange(
          DescriptorProto.ReservedRange.newBuilder().setStart(run.first()).setEnd(run.last() + 1));
    }
    builder.addAllReservedName(message.retired().names());
    file.addMessageType(builder);
  }

  private FieldDescriptorProto.Builder field(
      FieldModel field, DescriptorProto.Builder message, String fullName) {
    FieldType type = field.type();
    FieldDescriptorProto.Builder builder =
        FieldDescriptorProto.newBuilder()
            .setName(field.name())
            .setNumber(field.number())
            .setJsonName(Names.json(field.name()));
    switch (type.cardinality()) {
      case ONE -> element(builder.setLabel(Label.LABEL_OPTIONAL), type);
      case LIST, ARRAY -> element(builder.setLabel(Label.LABEL_REPEATED), type);
      case NULLABLE, OPTIONAL -> {
        // What proto3 calls optional is a oneof with one member.
        builder.setOneofIndex(message.getOneofDeclCount()).setProto3Optional(true);
        message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + field.name()));
        element(builder.setLabel(Label.LABEL_OPTIONAL), type);
      }
      case MAP -> {
        String entry = entryName(field.name());
        message.addNestedType(entry(entry, type));
        builder
            .setLabel(Label.LABEL_REPEATED)
            .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
            .setTypeName("." + fullName + "." + entry);
      }
    }
    return builder;
  }

  private DescriptorProto entry(String name, FieldType type) {
    FieldDescriptorProto.Builder key =
        FieldDescriptorProto.newBuilder()
            .setName("key")
            .setNumber(1)
            .setLabel(Label.LABEL_OPTIONAL)
            .setJsonName("key");
    FieldDescriptorProto.Builder value =
        FieldDescriptorProto.newBuilder()
            .setName("value")
            .setNumber(2)
            .setLabel(Label.LABEL_OPTIONAL)
            .setJsonName("value");
    element(key, FieldType.one(type.key().orElseThrow()));
    element(value, type.as(Cardinality.ONE));
    return DescriptorProto.newBuilder()
        .setName(name)
        .addField(key)
        .addField(value)
        .setOptions(MessageOptions.newBuilder().setMapEntry(true))
        .build();
  }

  /**
   * The name that protoc gives the entries of a map: the field's in camel case, and {@code Entry}.
   */
  static String entryName(String field) {
    return Names.json("_" + field) + "Entry";
  }

  private void element(FieldDescriptorProto.Builder builder, FieldType type) {
    switch (type.kind()) {
      case BOOL -> builder.setType(FieldDescriptorProto.Type.TYPE_BOOL);
      case INT8, INT16, CHAR, INT32 -> builder.setType(FieldDescriptorProto.Type.TYPE_INT32);
      case INT64 -> builder.setType(FieldDescriptorProto.Type.TYPE_INT64);
      case FLOAT -> builder.setType(FieldDescriptorProto.Type.TYPE_FLOAT);
      case DOUBLE -> builder.setType(FieldDescriptorProto.Type.TYPE_DOUBLE);
      case STRING -> builder.setType(FieldDescriptorProto.Type.TYPE_STRING);
      case BYTES -> builder.setType(FieldDescriptorProto.Type.TYPE_BYTES);
      case ENUM, RECORD -> {
        imports.add(importName(type.named()));
        builder.setType(
            type.kind() == ElementKind.ENUM
                ? FieldDescriptorProto.Type.TYPE_ENUM
                : FieldDescriptorProto.Type.TYPE_MESSAGE);
        builder.setTypeName("." + type.named().proto().full());
      }
      case INSTANT -> message(builder, TIMESTAMP, type);
      case DURATION -> message(builder, DURATION, type);
      case TENSOR -> message(builder, TensorSchema.NAME, type);
    }
  }

  /** A message that is not of this compilation, whose kind has its full name. */
  private void message(FieldDescriptorProto.Builder builder, String from, FieldType type) {
    imports.add(from);
    builder.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName("." + type.kind().proto());
  }

  private static String importName(TypeUse use) {
    return Paths.importName(use.proto().packageName());
  }

  void add(EnumModel model) {
    int index = file.getEnumTypeCount();
    comment(model.doc(), FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER, index);
    EnumDescriptorProto.Builder builder =
        EnumDescriptorProto.newBuilder().setName(model.proto().simpleName());
    builder.addValue(
        EnumValueDescriptorProto.newBuilder().setName(model.unspecified()).setNumber(0));
    List<ConstantModel> constants =
        model.constants().stream().sorted(Comparator.comparingInt(ConstantModel::number)).toList();
    for (ConstantModel constant : constants) {
      comment(
          constant.doc(),
          FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER,
          index,
          EnumDescriptorProto.VALUE_FIELD_NUMBER,
          builder.getValueCount());
      builder.addValue(
          EnumValueDescriptorProto.newBuilder()
              .setName(model.schemaName(constant.name()))
              .setNumber(constant.number()));
    }
    for (Run run : runs(model.retired())) {
      builder.addReservedRange(
          EnumDescriptorProto.EnumReservedRange.newBuilder()
              .setStart(run.first())
              .setEnd(run.last()));
    }
    model.retired().names().forEach(name -> builder.addReservedName(model.schemaName(name)));
    file.addEnumType(builder);
  }

  private record Run(int first, int last) {}

  private static List<Run> runs(Retired retired) {
    List<Run> runs = new ArrayList<>();
    for (int number : retired.numbers()) {
      Run before = runs.isEmpty() ? null : runs.get(runs.size() - 1);
      if (before != null && before.last() + 1 == number) {
        runs.set(runs.size() - 1, new Run(before.first(), number));
      } else {
        runs.add(new Run(number, number));
      }
    }
    return runs;
  }

  private void comment(String doc, int... path) {
    if (!doc.isEmpty()) {
      SourceCodeInfo.Location.Builder location = comments.addLocationBuilder();
      for (int step : path) {
        location.addPath(step);
      }
      location.addSpan(0).addSpan(0).addSpan(0).setLeadingComments(Comments.fromJavadoc(doc));
    }
  }
}
