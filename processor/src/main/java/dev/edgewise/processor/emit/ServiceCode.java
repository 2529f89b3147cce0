package dev.edgewise.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.NameAllocator;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;
import dev.edgewise.processor.model.Cardinality;
import dev.edgewise.processor.model.ConfidencePath;
import dev.edgewise.processor.model.FieldModel;
import dev.edgewise.processor.model.MethodModel;
import dev.edgewise.processor.model.Names;
import dev.edgewise.processor.model.Outlook;
import dev.edgewise.processor.model.ServiceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * The two classes of a service: its description and its stub, which implements the interface or, in
 * class form, extends the class.
 */
final class ServiceCode {
  private final ServiceModel service;
  private final Outlook outlook;
  private final ClassName type;
  private final ClassName definition;
  private final ClassName stub;

  /**
   * @param service numbered
   * @param outlook answers what concerns more than the service itself
   */
  ServiceCode(ServiceModel service, Outlook outlook) {
    this.service = service;
    this.outlook = outlook;
    this.type = JavaTypes.of(service.java());
    this.definition = JavaTypes.of(service.definition());
    this.stub = JavaTypes.of(service.stub());
  }

  /**
   * The type of what a method returns, or of an item of its stream, boxed; {@code Void} for {@code
   * void}.
   */
  static TypeName resultType(MethodModel method) {
    return method.result().map(r -> JavaTypes.of(r.type()).box()).orElse(ClassName.get(Void.class));
  }

  GeneratedFile.Source definition() {
    TypeSpec.Builder builder =
        TypeSpec.classBuilder(definition)
            .addJavadoc(
                "Describes the service {@link $T}: its methods, their codecs, its stub.\n", type)
            .addAnnotations(JavaTypes.marks(true))
            .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .addSuperinterface(
                ParameterizedTypeName.get(
                    service.constructor().isPresent()
                        ? JavaTypes.CLASS_DEFINITION
                        : JavaTypes.SERVICE_DEFINITION,
                    type));
    for (MethodModel method : service.methods()) {
      builder.addField(constant(method));
    }
    builder.addMethod(
        MethodSpec.constructorBuilder()
            .addJavadoc("For the index, which finds this class by name.\n")
            .addModifiers(Modifier.PUBLIC)
            .build());
    builder.addMethod(
        JavaTypes.override("name", ClassName.get(String.class))
            .addStatement("return $S", service.proto().full())
            .build());
    builder.addMethod(
        JavaTypes.override("type", ParameterizedTypeName.get(ClassName.get(Class.class), type))
            .addStatement("return $T.class", type)
            .build());
    builder.addMethod(methods());
    if (service.constructor().isPresent()) {
      RoutedClass routed = new RoutedClass(service, service.constructor().get());
      builder.addMethod(routed.parameters()).addMethod(routed.create());
    } else {
      builder.addMethod(
          JavaTypes.override("stub", type)
              .addParameter(JavaTypes.CALLER, "caller")
              .addStatement("return new $T(caller)", stub)
              .build());
    }
    builder.addMethod(
        JavaTypes.override("descriptorResource", ClassName.get(String.class))
            .addStatement("return $S", Paths.descriptorSet(service.proto().packageName()))
            .build());
    for (MethodModel method : service.methods()) {
      builder.addType(MessageCode.requestCodec(method.request(), codecName(method, "Request")));
      builder.addType(MessageCode.responseCodec(method, codecName(method, "Response")));
    }
    return JavaTypes.source(service.definition(), builder.build());
  }

  private MethodSpec methods() {
    TypeName any =
        ParameterizedTypeName.get(
            JavaTypes.METHOD_DEFINITION, WildcardTypeName.subtypeOf(Object.class));
    List<CodeBlock> names =
        service.methods().stream().map(m -> CodeBlock.of("$L", m.constant())).toList();
    return JavaTypes.override("methods", ParameterizedTypeName.get(ClassName.get(List.class), any))
        .addStatement("return $T.of($L)", List.class, CodeBlock.join(names, ", "))
        .build();
  }

  private FieldSpec constant(MethodModel method) {
    CodeBlock contract = ContractCode.of(service.proto().full(), method, outlook.label(method));
    return FieldSpec.builder(
            ParameterizedTypeName.get(JavaTypes.METHOD_DEFINITION, resultType(method)),
            method.constant(),
            Modifier.PUBLIC,
            Modifier.STATIC,
            Modifier.FINAL)
        .addJavadoc("{@link $T#$L}.\n", type, method.name())
        .initializer(
            "new $T<>($>$>\n$L,\nnew $L(),\nnew $L(),\n$L,\n$L$L$<$<)",
            JavaTypes.METHOD_DEFINITION,
            contract,
            codecName(method, "Request"),
            codecName(method, "Response"),
            confidence(method),
            zero(method),
            faults(method))
        .build();
  }

  private static CodeBlock faults(MethodModel method) {
    List<CodeBlock> faults =
        method.faults().stream()
            .map(
                fault ->
                    CodeBlock.of(
                        "new $T<>($T.class, $T.INSTANCE)",
                        JavaTypes.FAULT,
                        JavaTypes.of(fault.java()),
                        JavaTypes.of(fault.codec())))
            .toList();
    return faults.isEmpty()
        ? CodeBlock.of("")
        : CodeBlock.of(",\n$T.of($L)", List.class, CodeBlock.join(faults, ", "));
  }

  private CodeBlock confidence(MethodModel method) {
    Optional<ConfidencePath> path =
        method.cascade().isPresent() ? outlook.confidence(method) : Optional.empty();
    return path.map(p -> CodeBlock.of("$T.of(result -> result.$L)", Optional.class, accessors(p)))
        .orElse(CodeBlock.of("$T.empty()", Optional.class));
  }

  private static String accessors(ConfidencePath path) {
    List<String> calls = new ArrayList<>();
    path.components().forEach(component -> calls.add(component + "()"));
    return String.join(".", calls);
  }

  /** What a stub returns that only writes down the call: it must unbox without a null. */
  private static CodeBlock zero(MethodModel method) {
    return method
        .result()
        .map(FieldModel::type)
        .filter(t -> t.cardinality() == Cardinality.ONE && !method.streaming())
        .map(
            t ->
                switch (t.kind()) {
                  case BOOL -> CodeBlock.of("false");
                  case INT8 -> CodeBlock.of("(byte) 0");
                  case INT16 -> CodeBlock.of("(short) 0");
                  case CHAR -> CodeBlock.of("(char) 0");
                  case INT32 -> CodeBlock.of("0");
                  case INT64 -> CodeBlock.of("0L");
                  case FLOAT -> CodeBlock.of("0f");
                  case DOUBLE -> CodeBlock.of("0d");
                  case STRING, BYTES, ENUM, RECORD, INSTANT, DURATION, TENSOR ->
                      CodeBlock.of("null");
                })
        .orElse(CodeBlock.of("null"));
  }

  GeneratedFile.Source stub() {
    TypeSpec.Builder builder =
        service
            .constructor()
            .map(needs -> new RoutedClass(service, needs).begin())
            .orElseGet(this::implementation);
    service.methods().forEach(method -> builder.addMethod(stubMethod(method)));
    return JavaTypes.source(service.stub(), builder.build());
  }

  private TypeSpec.Builder implementation() {
    return TypeSpec.classBuilder(stub)
        .addJavadoc("Hands each call of {@link $T} to a caller.\n", type)
        .addAnnotations(JavaTypes.marks(false))
        .addModifiers(Modifier.FINAL)
        .addSuperinterface(type)
        .addField(JavaTypes.CALLER, "caller", Modifier.PRIVATE, Modifier.FINAL)
        .addMethod(
            MethodSpec.constructorBuilder()
                .addParameter(JavaTypes.CALLER, "caller")
                .addStatement("this.caller = caller")
                .build());
  }

  private MethodSpec stubMethod(MethodModel method) {
    MethodSpec.Builder spec = JavaTypes.override(method.name(), returned(method));
    method.faults().forEach(fault -> spec.addException(JavaTypes.of(fault.java())));
    NameAllocator names = new NameAllocator();
    names.newName("caller");
    List<CodeBlock> arguments = new ArrayList<>();
    arguments.add(CodeBlock.of("$T.$L", definition, method.constant()));
    for (FieldModel parameter : method.request().fields()) {
      String name = names.newName(parameter.name());
      spec.addParameter(JavaTypes.of(parameter.type()), name);
      arguments.add(CodeBlock.of("$L", name));
    }
    if (service.constructor().isPresent()) {
      CodeBlock own =
          CodeBlock.of(
              "super.$L($L)",
              method.name(),
              CodeBlock.join(arguments.subList(1, arguments.size()), ", "));
      RoutedClass.staysLocal(spec, type, method, own);
    }
    CodeBlock call =
        CodeBlock.of(
            "caller.$L($L)",
            method.streaming() ? "stream" : "call",
            CodeBlock.join(arguments, ", "));
    return spec.addStatement(method.result().isPresent() ? CodeBlock.of("return $L", call) : call)
        .build();
  }

  /** The type of what a method returns, as its declaration has it. */
  private static TypeName returned(MethodModel method) {
    if (method.streaming()) {
      return ParameterizedTypeName.get(ClassName.get(Stream.class), resultType(method));
    }
    return method.result().map(r -> JavaTypes.of(r.type())).orElse(TypeName.VOID);
  }

  private static String codecName(MethodModel method, String what) {
    return Names.capitalised(method.name()) + what;
  }
}
