package dev.edgewise.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;
import dev.edgewise.annotations.Tier;
import dev.edgewise.processor.model.BodyModel;
import dev.edgewise.processor.model.FieldModel;
import dev.edgewise.processor.model.MethodModel;
import dev.edgewise.processor.model.ServiceModel;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** The class that describes a body to a host. */
final class BodyCode {
  private final BodyModel body;
  private final ServiceModel service;
  private final ClassName type;
  private final ClassName definition;

  BodyCode(BodyModel body, ServiceModel service) {
    this.body = body;
    this.service = service;
    this.type = JavaTypes.of(body.java());
    this.definition = JavaTypes.of(service.definition());
  }

  GeneratedFile.Source definition() {
    TypeSpec spec =
        TypeSpec.classBuilder(JavaTypes.of(body.definition()))
            .addJavadoc(
                "Describes the body {@link $T} of {@link $T}.\n",
                type,
                JavaTypes.of(service.java()))
            .addAnnotations(JavaTypes.marks(true))
            .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .addSuperinterface(ParameterizedTypeName.get(JavaTypes.BODY_DEFINITION, type))
            .addMethod(
                MethodSpec.constructorBuilder()
                    .addJavadoc("For the index, which finds this class by name.\n")
                    .addModifiers(Modifier.PUBLIC)
                    .build())
            .addMethod(
                JavaTypes.override("tier", ClassName.get(Tier.class))
                    .addStatement("return $T.$L", Tier.class, body.tier().name())
                    .build())
            .addMethod(
                JavaTypes.override(
                        "type", ParameterizedTypeName.get(ClassName.get(Class.class), type))
                    .addStatement("return $T.class", type)
                    .build())
            .addMethod(
                JavaTypes.override(
                        "service",
                        ParameterizedTypeName.get(
                            JavaTypes.SERVICE_DEFINITION, WildcardTypeName.subtypeOf(Object.class)))
                    .addStatement("return new $T()", definition)
                    .build())
            .addMethod(methods())
            .addMethod(dependencies())
            .addMethod(create())
            .build();
    return JavaTypes.source(body.definition(), spec);
  }

  private MethodSpec methods() {
    List<MethodModel> offered =
        service.methods().stream().filter(m -> body.methods().contains(m.name())).toList();
    TypeName any =
        ParameterizedTypeName.get(
            JavaTypes.BODY_METHOD, type, WildcardTypeName.subtypeOf(Object.class));
    MethodSpec.Builder spec =
        JavaTypes.override("methods", ParameterizedTypeName.get(ClassName.get(List.class), any));
    if (offered.stream().anyMatch(m -> MessageCode.isUnchecked(m.request()))) {
      spec.addAnnotation(JavaTypes.suppress("unchecked"));
    }
    List<CodeBlock> entries = offered.stream().map(this::entry).toList();
    return spec.addStatement("return $T.of(\n$L)", List.class, CodeBlock.join(entries, ",\n"))
        .build();
  }

  private CodeBlock entry(MethodModel method) {
    List<CodeBlock> arguments = new ArrayList<>();
    for (FieldModel parameter : method.request().fields()) {
      arguments.add(MessageCode.argument("arguments", arguments.size(), parameter));
    }
    CodeBlock call = CodeBlock.of("body.$L($L)", method.name(), CodeBlock.join(arguments, ", "));
    CodeBlock handler =
        method.result().isPresent()
            ? CodeBlock.of("(body, arguments) -> $L", call)
            : CodeBlock.of("(body, arguments) -> {\n$>$L;\nreturn null;\n$<}", call);
    return CodeBlock.of(
        "new $T<$T, $T>($T.$L, $L)",
        JavaTypes.BODY_METHOD.nestedClass(method.streaming() ? "Streaming" : "Unary"),
        type,
        ServiceCode.resultType(method),
        definition,
        method.constant(),
        handler);
  }

  private MethodSpec dependencies() {
    List<CodeBlock> needs = body.needs().stream().map(BodyCode::dependency).toList();
    return JavaTypes.override(
            "dependencies",
            ParameterizedTypeName.get(ClassName.get(List.class), JavaTypes.DEPENDENCY))
        .addStatement("return $T.of($L)", List.class, CodeBlock.join(needs, ", "))
        .build();
  }

  private static CodeBlock dependency(BodyModel.Need need) {
    if (need instanceof BodyModel.Need.OfModel model) {
      return CodeBlock.of("new $T($S)", JavaTypes.DEPENDENCY.nestedClass("OfModel"), model.name());
    }
    String kind = need instanceof BodyModel.Need.OfConfig ? "OfConfig" : "OfClient";
    return CodeBlock.of(
        "new $T($T.class)", JavaTypes.DEPENDENCY.nestedClass(kind), JavaTypes.of(need));
  }

  private static CodeBlock fetched(BodyModel.Need need) {
    if (need instanceof BodyModel.Need.OfModel model) {
      return CodeBlock.of("dependencies.model($S)", model.name());
    }
    String fetch = need instanceof BodyModel.Need.OfConfig ? "config" : "client";
    return CodeBlock.of("dependencies.$L($T.class)", fetch, JavaTypes.of(need));
  }

  private MethodSpec create() {
    List<CodeBlock> arguments = body.needs().stream().map(BodyCode::fetched).toList();
    return JavaTypes.override("create", type)
        .addParameter(JavaTypes.DEPENDENCIES, "dependencies")
        .addException(Exception.class)
        .addStatement("return new $T($L)", type, CodeBlock.join(arguments, ", "))
        .build();
  }
}
