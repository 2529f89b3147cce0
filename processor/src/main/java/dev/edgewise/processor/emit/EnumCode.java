package dev.edgewise.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.edgewise.processor.model.ConstantModel;
import dev.edgewise.processor.model.EnumModel;
import javax.lang.model.element.Modifier;

/**
 * The codec of an enum: from constants to numbers and back. Numbers never come from the order of
 * the constants.
 */
final class EnumCode {
  private EnumCode() {}

  static GeneratedFile.Source codec(EnumModel model) {
    ClassName type = JavaTypes.of(model.java());
    TypeSpec codec =
        TypeSpec.classBuilder(JavaTypes.of(model.codec()))
            .addJavadoc(
                "Translates {@link $T} to and from the numbers of {@code $L}.\n",
                type,
                model.proto().full())
            .addAnnotations(JavaTypes.marks(false))
            .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .addMethod(SingletonCode.constructor())
            .addMethod(number(model, type))
            .addMethod(constant(model, type))
            .build();
    return JavaTypes.source(model.codec(), codec);
  }

  private static MethodSpec number(EnumModel model, ClassName type) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("return switch (constant)");
    for (ConstantModel constant : model.constants()) {
      code.addStatement("case $L -> $L", constant.name(), constant.number());
    }
    code.unindent().add("};\n");
    return MethodSpec.methodBuilder("number")
        .addJavadoc("Returns the number of a constant.\n")
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .addParameter(type, "constant")
        .returns(int.class)
        .addCode(code.build())
        .build();
  }

  private static MethodSpec constant(EnumModel model, ClassName type) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("return switch (number)");
    for (ConstantModel constant : model.constants()) {
      code.addStatement("case $L -> $T.$L", constant.number(), type, constant.name());
    }
    code.addStatement(
        "default -> throw $T.unknownConstant(path, $S, number)",
        JavaTypes.FIELDS,
        model.proto().full());
    code.unindent().add("};\n");
    return MethodSpec.methodBuilder("constant")
        .addJavadoc("Returns the constant of a number that was read for the field {@code path}.\n")
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .addParameter(int.class, "number")
        .addParameter(String.class, "path")
        .returns(type)
        .addCode(code.build())
        .build();
  }
}
