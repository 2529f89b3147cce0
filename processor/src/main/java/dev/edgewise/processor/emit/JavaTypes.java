package dev.edgewise.processor.emit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.edgewise.processor.model.BodyModel;
import dev.edgewise.processor.model.FieldType;
import dev.edgewise.processor.model.JavaName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/** Names of Java types and what generated classes have in common, in JavaPoet's words. */
final class JavaTypes {
  private static final String SPI = "dev.edgewise.sdk.spi";

  static final ClassName CODEC = ClassName.get(SPI, "Codec");
  static final ClassName SIZES = ClassName.get(SPI, "Sizes");
  static final ClassName WRITER = ClassName.get(SPI, "WireWriter");
  static final ClassName MESSAGE = ClassName.get(SPI, "Message");
  static final ClassName READER = ClassName.get(SPI, "WireReader");
  static final ClassName FIELDS = ClassName.get(SPI, "Fields");
  static final ClassName REPEATED = ClassName.get(SPI, "Repeated");
  static final ClassName CALLER = ClassName.get(SPI, "Caller");
  static final ClassName SERVICE_DEFINITION = ClassName.get(SPI, "ServiceDefinition");
  static final ClassName CLASS_DEFINITION = ClassName.get(SPI, "ClassDefinition");
  static final ClassName SELF_CALLS = ClassName.get(SPI, "SelfCalls");
  static final ClassName TENSOR = ClassName.get("dev.edgewise.core.model", "Tensor");
  static final ClassName TENSOR_MODEL = ClassName.get("dev.edgewise.core.model", "TensorModel");
  static final ClassName METHOD_DEFINITION = ClassName.get(SPI, "MethodDefinition");
  static final ClassName FAULT = ClassName.get(SPI, "Fault");
  static final ClassName BODY_DEFINITION = ClassName.get(SPI, "BodyDefinition");
  static final ClassName BODY_METHOD = ClassName.get(SPI, "BodyMethod");
  static final ClassName DEPENDENCY = ClassName.get(SPI, "Dependency");
  static final ClassName DEPENDENCIES = ClassName.get(SPI, "Dependencies");
  static final ClassName METHOD_CONTRACT = ClassName.get("dev.edgewise.core", "MethodContract");
  static final ClassName CACHE_RULE = ClassName.get("dev.edgewise.core", "CacheRule");
  static final ClassName SEMANTIC_RULE = ClassName.get("dev.edgewise.core", "SemanticRule");
  static final ClassName BATCH_RULE = ClassName.get("dev.edgewise.core", "BatchRule");
  static final ClassName NEEDS = ClassName.get("dev.edgewise.core", "Needs");
  static final ClassName UNSURE_BAND = ClassName.get("dev.edgewise.core", "UnsureBand");
  static final ArrayTypeName ARGUMENTS = ArrayTypeName.of(Object.class);

  private JavaTypes() {}

  static ClassName of(JavaName name) {
    String[] parts = name.nested().split("\\.", -1);
    ClassName type = ClassName.get(name.packageName(), parts[0]);
    for (int i = 1; i < parts.length; i++) {
      type = type.nestedClass(parts[i]);
    }
    return type;
  }

  /** The type of a constructor's parameter. */
  static ClassName of(BodyModel.Need need) {
    if (need instanceof BodyModel.Need.OfClient client) {
      return of(client.type());
    }
    return need instanceof BodyModel.Need.OfConfig config ? of(config.type()) : TENSOR_MODEL;
  }

  static TypeName of(FieldType type) {
    return switch (type.cardinality()) {
      case ONE -> element(type);
      case NULLABLE -> element(type).box();
      case OPTIONAL ->
          ParameterizedTypeName.get(ClassName.get(Optional.class), element(type).box());
      case LIST -> ParameterizedTypeName.get(ClassName.get(List.class), element(type).box());
      case ARRAY -> ArrayTypeName.of(element(type));
      case MAP ->
          ParameterizedTypeName.get(ClassName.get(Map.class), key(type), element(type).box());
    };
  }

  static TypeName key(FieldType type) {
    return element(FieldType.one(type.key().orElseThrow())).box();
  }

  static TypeName element(FieldType type) {
    return switch (type.kind()) {
      case BOOL -> TypeName.BOOLEAN;
      case INT8 -> TypeName.BYTE;
      case INT16 -> TypeName.SHORT;
      case CHAR -> TypeName.CHAR;
      case INT32 -> TypeName.INT;
      case INT64 -> TypeName.LONG;
      case FLOAT -> TypeName.FLOAT;
      case DOUBLE -> TypeName.DOUBLE;
      case STRING -> ClassName.get(String.class);
      case BYTES -> ArrayTypeName.of(TypeName.BYTE);
      case ENUM, RECORD -> of(type.named().java());
      case INSTANT -> ClassName.get(Instant.class);
      case DURATION -> ClassName.get(Duration.class);
      case TENSOR -> TENSOR;
    };
  }

  /** The codec of an element that is a message or an enum. */
  static ClassName codec(FieldType type) {
    return switch (type.kind()) {
      case INSTANT -> ClassName.get(SPI, "InstantCodec");
      case DURATION -> ClassName.get(SPI, "DurationCodec");
      case TENSOR -> ClassName.get(SPI, "TensorCodec");
      default -> of(type.named().codec());
    };
  }

  /**
   * Marks a generated class. A user's null checker would want annotations that the JDK does not
   * have in the few places where generated code handles null on purpose: {@code void}, nullable
   * fields, an absent result.
   */
  static List<AnnotationSpec> marks(boolean handlesNull) {
    AnnotationSpec generated =
        AnnotationSpec.builder(ClassName.get("javax.annotation.processing", "Generated"))
            .addMember("value", "$S", "edgewise")
            .build();
    return handlesNull ? List.of(generated, suppress("NullAway")) : List.of(generated);
  }

  /** Begins a public method that overrides one without parameters. */
  static MethodSpec.Builder override(String name, TypeName result) {
    return MethodSpec.methodBuilder(name)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .returns(result);
  }

  static AnnotationSpec suppress(String warning) {
    return AnnotationSpec.builder(SuppressWarnings.class).addMember("value", "$S", warning).build();
  }

  static GeneratedFile.Source source(JavaName name, TypeSpec type) {
    String text =
        JavaFile.builder(name.packageName(), type)
            .skipJavaLangImports(true)
            .indent("  ")
            .build()
            .toString();
    return new GeneratedFile.Source(name, text);
  }
}
