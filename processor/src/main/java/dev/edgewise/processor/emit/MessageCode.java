package dev.edgewise.processor.emit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.NameAllocator;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.edgewise.processor.model.FieldModel;
import dev.edgewise.processor.model.MessageModel;
import dev.edgewise.processor.model.MethodModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.lang.model.element.Modifier;

/**
 * The members of a class that implements {@code Codec} for one message. Records, exceptions,
 * requests and responses differ only in how a field is fetched from the value and how the value is
 * built, so these two are handed in.
 */
final class MessageCode {
  /** Names that the generated methods use themselves. */
  private static final List<String> TAKEN =
      List.of(
          "value",
          "size",
          "sizes",
          "slot",
          "packed",
          "element",
          "entry",
          "entrySize",
          "key",
          "in",
          "out",
          "tag",
          "into",
          "e");

  private final MessageModel message;
  private final TypeName valueType;
  private final Function<FieldModel, CodeBlock> fetch;
  private final Function<List<CodeBlock>, CodeBlock> build;
  private final List<FieldCode> declared = new ArrayList<>();
  private final List<FieldCode> byNumber;

  /**
   * @param message the message, numbered
   * @param valueType the Java type that it stands for
   * @param fetch gives the expression that takes a field from {@code value}
   * @param build gives the statements that return the value, from expressions for the fields in
   *     declaration order
   */
  MessageCode(
      MessageModel message,
      TypeName valueType,
      Function<FieldModel, CodeBlock> fetch,
      Function<List<CodeBlock>, CodeBlock> build) {
    this.message = message;
    this.valueType = valueType.box();
    this.fetch = fetch;
    this.build = build;
    NameAllocator names = new NameAllocator();
    TAKEN.forEach(names::newName);
    for (FieldModel field : message.fields()) {
      declared.add(new FieldCode(field, names.newName(field.name()), message.proto().full()));
    }
    // Written in the order of the numbers, as protobuf's own writers do.
    byNumber = declared.stream().sorted(Comparator.comparingInt(f -> f.field().number())).toList();
  }

  TypeName codecInterface() {
    return ParameterizedTypeName.get(JavaTypes.CODEC, valueType);
  }

  void addTo(TypeSpec.Builder type, List<AnnotationSpec> onMethods) {
    type.addMethod(messageName());
    type.addMethod(size(onMethods));
    type.addMethod(write(onMethods));
    type.addMethod(read());
    declared.stream()
        .filter(FieldCode::isMap)
        .map(MessageCode::entryReader)
        .forEach(type::addMethod);
  }

  private MethodSpec messageName() {
    return JavaTypes.override("messageName", ClassName.get(String.class))
        .addStatement("return $S", message.proto().full())
        .build();
  }

  private MethodSpec size(List<AnnotationSpec> annotations) {
    CodeBlock.Builder code = CodeBlock.builder();
    if (byNumber.isEmpty()) {
      code.addStatement("return 0");
    } else {
      code.addStatement("int size = 0");
    }
    for (FieldCode field : byNumber) {
      code.addStatement(field.fetchChecked(fetch.apply(field.field())));
      field.size(code);
    }
    if (!byNumber.isEmpty()) {
      code.addStatement("return size");
    }
    return JavaTypes.override("size", TypeName.INT)
        .addAnnotations(annotations)
        .addParameter(valueType, "value")
        .addParameter(JavaTypes.SIZES, "sizes")
        .addCode(code.build())
        .build();
  }

  private MethodSpec write(List<AnnotationSpec> annotations) {
    CodeBlock.Builder code = CodeBlock.builder();
    for (FieldCode field : byNumber) {
      code.addStatement(field.fetch(fetch.apply(field.field())));
      field.write(code);
    }
    return JavaTypes.override("write", TypeName.VOID)
        .addAnnotations(annotations)
        .addParameter(valueType, "value")
        .addParameter(JavaTypes.WRITER, "out")
        .addParameter(JavaTypes.SIZES, "sizes")
        .addCode(code.build())
        .build();
  }

  private MethodSpec read() {
    CodeBlock.Builder code = CodeBlock.builder();
    for (FieldCode field : declared) {
      code.addStatement(field.declare());
    }
    code.beginControlFlow("for (int tag = in.tag(); tag != 0; tag = in.tag())");
    if (byNumber.isEmpty()) {
      code.addStatement("in.skip(tag)");
    } else {
      code.beginControlFlow("switch (tag)");
      byNumber.forEach(field -> field.read(code));
      code.addStatement("default -> in.skip(tag)");
      code.endControlFlow();
    }
    code.endControlFlow();
    declared.stream()
        .map(FieldCode::complete)
        .flatMap(Optional::stream)
        .forEach(code::addStatement);
    code.add(build.apply(declared.stream().map(FieldCode::result).toList()));
    return JavaTypes.override("read", valueType)
        .addParameter(JavaTypes.READER, "in")
        .addCode(code.build())
        .build();
  }

  private static MethodSpec entryReader(FieldCode field) {
    return MethodSpec.methodBuilder(field.entryReader())
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addParameter(JavaTypes.READER, "in")
        .addParameter(field.javaType(), "into")
        .addCode(field.entryReaderBody())
        .build();
  }

  /**
   * The codec of a record or an exception: a class of its own, which other packages and jars may
   * use.
   */
  static GeneratedFile.Source codec(MessageModel message) {
    ClassName type = JavaTypes.of(message.java().orElseThrow());
    MessageCode code =
        new MessageCode(
            message,
            type,
            field -> CodeBlock.of("value.$L()", field.accessor()),
            arguments -> construct(message, type, arguments));
    boolean handlesNull = code.declared.stream().anyMatch(FieldCode::mayBeNull);
    ClassName codec = JavaTypes.of(message.codec());
    TypeSpec.Builder spec =
        TypeSpec.classBuilder(codec)
            .addJavadoc(
                "Translates {@link $T} to and from {@code $L}.\n", type, message.proto().full())
            .addAnnotations(JavaTypes.marks(handlesNull))
            .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .addSuperinterface(code.codecInterface())
            .addField(SingletonCode.instance(codec))
            .addMethod(SingletonCode.constructor());
    code.addTo(spec, List.of());
    return JavaTypes.source(message.codec(), spec.build());
  }

  private static CodeBlock construct(
      MessageModel message, ClassName type, List<CodeBlock> arguments) {
    if (arguments.isEmpty()) {
      return CodeBlock.builder().addStatement("return new $T()", type).build();
    }
    return CodeBlock.builder()
        .beginControlFlow("try")
        .addStatement("return new $T($L)", type, CodeBlock.join(arguments, ", "))
        .nextControlFlow("catch ($T e)", RuntimeException.class)
        .addStatement("throw $T.refused($S, e)", JavaTypes.FIELDS, message.proto().full())
        .endControlFlow()
        .build();
  }

  /** The codec of a request: a nested class, from and to the arguments. */
  static TypeSpec requestCodec(MessageModel message, String className) {
    Map<String, Integer> position = new HashMap<>();
    message.fields().forEach(field -> position.put(field.name(), position.size()));
    MessageCode code =
        new MessageCode(
            message,
            JavaTypes.ARGUMENTS,
            field -> argument("value", position.getOrDefault(field.name(), 0), field),
            arguments ->
                CodeBlock.builder()
                    .addStatement("return new Object[] {$L}", CodeBlock.join(arguments, ", "))
                    .build());
    return nested(code, message, className);
  }

  /** The codec of a response: a nested class, from and to the result or an item of the stream. */
  static TypeSpec responseCodec(MethodModel method, String className) {
    MessageModel message = method.response();
    Optional<FieldModel> result = method.result();
    TypeName type =
        result.map(field -> JavaTypes.of(field.type())).orElse(ClassName.get(Void.class));
    MessageCode code =
        new MessageCode(
            message,
            type,
            field -> response(method, field),
            arguments ->
                CodeBlock.builder()
                    .addStatement(
                        "return $L", arguments.isEmpty() ? CodeBlock.of("null") : arguments.get(0))
                    .build());
    return nested(code, message, className);
  }

  /** A stream may bring a null where a method with a primitive result cannot. */
  private static CodeBlock response(MethodModel method, FieldModel result) {
    return method.streaming() && result.type().kind().isPrimitive()
        ? CodeBlock.of(
            "$T.required(value, $S)",
            JavaTypes.FIELDS,
            method.response().proto().full() + "." + result.name())
        : CodeBlock.of("value");
  }

  /** An element of the arguments in its own type. */
  static CodeBlock argument(String array, int index, FieldModel field) {
    return CodeBlock.of("($T) $L[$L]", JavaTypes.of(field.type()), array, index);
  }

  static boolean isUnchecked(MessageModel request) {
    return request.fields().stream()
        .anyMatch(f -> JavaTypes.of(f.type()) instanceof ParameterizedTypeName);
  }

  private static TypeSpec nested(MessageCode code, MessageModel message, String className) {
    TypeSpec.Builder type =
        TypeSpec.classBuilder(className)
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .addSuperinterface(code.codecInterface());
    List<AnnotationSpec> onMethods =
        code.valueType.equals(JavaTypes.ARGUMENTS) && isUnchecked(message)
            ? List.of(JavaTypes.suppress("unchecked"))
            : List.of();
    code.addTo(type, onMethods);
    return type.build();
  }
}
