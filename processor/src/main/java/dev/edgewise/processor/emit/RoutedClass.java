package dev.edgewise.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;
import dev.edgewise.processor.model.BodyModel;
import dev.edgewise.processor.model.MethodModel;
import dev.edgewise.processor.model.ServiceModel;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * What the class form adds: the stub is a subclass, so it is built by the class's constructor, and
 * calls that the class makes to itself go to its own code.
 */
final class RoutedClass {
  private final ServiceModel service;
  private final List<BodyModel.Need> constructor;
  private final ClassName type;

  RoutedClass(ServiceModel service, List<BodyModel.Need> constructor) {
    this.service = service;
    this.constructor = constructor;
    this.type = JavaTypes.of(service.java());
  }

  /** The subclass without its methods. */
  TypeSpec.Builder begin() {
    MethodSpec.Builder builder =
        MethodSpec.constructorBuilder()
            .addParameter(JavaTypes.CALLER, "caller")
            .addException(Exception.class);
    List<CodeBlock> arguments = new ArrayList<>();
    for (BodyModel.Need need : constructor) {
      String name = "argument" + arguments.size();
      builder.addParameter(JavaTypes.of(need), name);
      arguments.add(CodeBlock.of("$L", name));
    }
    return TypeSpec.classBuilder(JavaTypes.of(service.stub()))
        .addJavadoc(
            "A {@link $T} whose tagged methods go to a caller, unless the class itself calls"
                + " them.\n",
            type)
        // The caller is null while the constructor of the class runs.
        .addAnnotations(JavaTypes.marks(true))
        .addModifiers(Modifier.FINAL)
        .superclass(type)
        .addField(JavaTypes.CALLER, "caller", Modifier.PRIVATE, Modifier.FINAL)
        .addMethod(
            builder
                .addStatement("super($L)", CodeBlock.join(arguments, ", "))
                .addStatement("this.caller = caller")
                .build());
  }

  /** Begins a method of the subclass: calls of the class itself stay local. */
  static void staysLocal(
      MethodSpec.Builder spec, ClassName type, MethodModel method, CodeBlock own) {
    spec.beginControlFlow("if (caller == null || $T.isFrom($T.class))", JavaTypes.SELF_CALLS, type);
    if (method.result().isPresent()) {
      spec.addStatement("return $L", own);
    } else {
      spec.addStatement(own).addStatement("return");
    }
    spec.endControlFlow();
  }

  /** The types of the constructor's parameters. */
  MethodSpec parameters() {
    List<CodeBlock> types =
        constructor.stream().map(need -> CodeBlock.of("$T.class", JavaTypes.of(need))).toList();
    TypeName any =
        ParameterizedTypeName.get(
            ClassName.get(Class.class), WildcardTypeName.subtypeOf(Object.class));
    return JavaTypes.override(
            "parameters", ParameterizedTypeName.get(ClassName.get(List.class), any))
        .addStatement("return $T.of($L)", List.class, CodeBlock.join(types, ", "))
        .build();
  }

  /** Builds an instance of the subclass. */
  MethodSpec create() {
    List<CodeBlock> arguments = new ArrayList<>();
    arguments.add(CodeBlock.of("caller"));
    for (BodyModel.Need need : constructor) {
      arguments.add(CodeBlock.of("($T) arguments[$L]", JavaTypes.of(need), arguments.size() - 1));
    }
    return JavaTypes.override("create", type)
        .addParameter(JavaTypes.CALLER, "caller")
        .addParameter(JavaTypes.ARGUMENTS, "arguments")
        .varargs()
        .addException(Exception.class)
        .addStatement(
            "return new $T($L)", JavaTypes.of(service.stub()), CodeBlock.join(arguments, ", "))
        .build();
  }
}
