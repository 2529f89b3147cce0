package dev.edgewise.processor.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import dev.edgewise.processor.model.Cardinality;
import dev.edgewise.processor.model.FieldModel;
import dev.edgewise.processor.model.FieldType;
import dev.edgewise.processor.model.Names;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Code for one field of a codec: how it is measured, written and read. The names {@code size},
 * {@code sizes}, {@code out}, {@code in} and {@code tag} are the surrounding method's.
 */
final class FieldCode {
  private final FieldModel field;
  private final FieldType type;
  private final String local;
  private final String path;

  /**
   * @param field the field
   * @param local name of the variable that holds it
   * @param message full name of the message, for paths in errors
   */
  FieldCode(FieldModel field, String local, String message) {
    this.field = field;
    this.type = field.type();
    this.local = local;
    this.path = message + "." + field.name();
  }

  FieldModel field() {
    return field;
  }

  /** Declares the variable for the measuring pass, which is the one that looks for nulls. */
  CodeBlock fetchChecked(CodeBlock source) {
    if (type.cardinality() == Cardinality.NULLABLE || isPrimitive()) {
      return CodeBlock.of("$T $L = $L", javaType(), local, source);
    }
    return CodeBlock.of(
        "$T $L = $T.required($L, $S)", javaType(), local, JavaTypes.FIELDS, source, path);
  }

  /** Declares the variable for the writing pass. */
  CodeBlock fetch(CodeBlock source) {
    return CodeBlock.of("$T $L = $L", javaType(), local, source);
  }

  boolean isPrimitive() {
    return type.cardinality() == Cardinality.ONE && type.kind().isPrimitive();
  }

  TypeName javaType() {
    return JavaTypes.of(type);
  }

  void size(CodeBlock.Builder code) {
    switch (type.cardinality()) {
      case ONE ->
          guarded(
              code, CodeBlock.of("size += $L + $L", tagSize(), ElementCode.size(type, variable())));
      case NULLABLE, OPTIONAL -> {
        beginPresent(code);
        code.addStatement("size += $L + $L", tagSize(), ElementCode.size(type, present()));
        code.endControlFlow();
      }
      case ARRAY -> {
        code.beginControlFlow("if ($L.length != 0)", local);
        code.addStatement(
            "size += $L + $T.sizeOfPacked($L, sizes)", tagSize(), JavaTypes.FIELDS, local);
        code.endControlFlow();
      }
      case LIST -> sizeOfList(code);
      case MAP -> sizeOfMap(code);
    }
  }

  void write(CodeBlock.Builder code) {
    switch (type.cardinality()) {
      case ONE -> guarded(code, writeTag(), ElementCode.write(type, variable()));
      case NULLABLE, OPTIONAL -> {
        beginPresent(code);
        code.addStatement(writeTag());
        code.addStatement(ElementCode.write(type, present()));
        code.endControlFlow();
      }
      case ARRAY -> {
        code.beginControlFlow("if ($L.length != 0)", local);
        code.addStatement(writeTag());
        code.addStatement("$T.writePacked($L, out, sizes)", JavaTypes.FIELDS, local);
        code.endControlFlow();
      }
      case LIST -> writeList(code);
      case MAP -> writeMap(code);
    }
  }

  /** Declares the variable that collects what is read. */
  CodeBlock declare() {
    return switch (type.cardinality()) {
      case ONE -> CodeBlock.of("$T $L = $L", javaType(), local, ElementCode.defaultValue(type));
      case NULLABLE -> CodeBlock.of("$T $L = null", javaType(), local);
      case OPTIONAL -> CodeBlock.of("$T $L = $T.empty()", javaType(), local, Optional.class);
      case LIST -> CodeBlock.of("$T $L = new $T<>()", javaType(), local, ArrayList.class);
      case ARRAY ->
          CodeBlock.of("$1T $2L = new $1T()", JavaTypes.REPEATED.nestedClass(collector()), local);
      case MAP -> CodeBlock.of("$T $L = new $T<>()", javaType(), local, LinkedHashMap.class);
    };
  }

  /** The cases of the reading switch. */
  void read(CodeBlock.Builder code) {
    CodeBlock element = ElementCode.read(type, "in", path);
    switch (type.cardinality()) {
      case ONE, NULLABLE -> code.addStatement("case $L -> $L = $L", tag(), local, element);
      case OPTIONAL ->
          code.addStatement("case $L -> $L = $T.of($L)", tag(), local, Optional.class, element);
      case ARRAY ->
          code.addStatement("case $L, $L -> $L.read(in, tag)", packedTag(), elementTag(), local);
      case MAP ->
          code.addStatement("case $L -> $L(in.nested(), $L)", packedTag(), entryReader(), local);
      case LIST -> {
        if (type.kind().packable()) {
          code.beginControlFlow("case $L ->", packedTag());
          code.addStatement("$T packed = in.nested()", JavaTypes.READER);
          code.beginControlFlow("while (packed.remaining() > 0)");
          code.addStatement("$L.add($L)", local, ElementCode.read(type, "packed", path));
          code.endControlFlow();
          code.endControlFlow();
        }
        code.addStatement("case $L -> $L.add($L)", elementTag(), local, element);
      }
    }
  }

  /**
   * What has to happen between reading and building: fields without a default must have been there.
   */
  Optional<CodeBlock> complete() {
    if (type.cardinality() == Cardinality.ONE && !ElementCode.hasDefault(type)) {
      return Optional.of(
          CodeBlock.of("$1L = $2T.present($1L, $3S)", local, JavaTypes.FIELDS, path));
    }
    return Optional.empty();
  }

  /** The value that was read, as the constructor wants it. */
  CodeBlock result() {
    return switch (type.cardinality()) {
      case ONE, NULLABLE, OPTIONAL -> variable();
      case LIST -> CodeBlock.of("$T.copyOf($L)", List.class, local);
      case ARRAY -> CodeBlock.of("$L.toArray()", local);
      case MAP -> CodeBlock.of("$T.unmodifiableMap($L)", Collections.class, local);
    };
  }

  /** Name of the method that reads an entry of this map. */
  String entryReader() {
    return "read" + Names.capitalised(local) + "Entry";
  }

  /** Body of the method that reads an entry of this map. */
  CodeBlock entryReaderBody() {
    FieldType keyType = FieldType.one(type.key().orElseThrow());
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("$T key = $L", JavaTypes.element(keyType), ElementCode.defaultValue(keyType));
    code.addStatement("$T element = $L", JavaTypes.element(type), ElementCode.defaultValue(type));
    code.beginControlFlow("for (int tag = in.tag(); tag != 0; tag = in.tag())");
    code.beginControlFlow("switch (tag)");
    code.addStatement(
        "case $L -> key = $L",
        1 << 3 | ElementCode.wireType(keyType),
        ElementCode.read(keyType, "in", path));
    code.addStatement(
        "case $L -> element = $L",
        2 << 3 | ElementCode.wireType(type),
        ElementCode.read(type, "in", path));
    code.addStatement("default -> in.skip(tag)");
    code.endControlFlow();
    code.endControlFlow();
    CodeBlock element = entryValue();
    code.addStatement("into.put(key, $L)", element);
    return code.build();
  }

  private CodeBlock entryValue() {
    if (ElementCode.hasDefault(type)) {
      return CodeBlock.of("element");
    }
    if (type.kind().isMessage()) {
      // An entry without a value has the default one: the message that is read from no bytes.
      return CodeBlock.of(
          "element == null ? $T.decode($T.INSTANCE, $T.EMPTY) : element",
          JavaTypes.READER,
          JavaTypes.codec(type),
          JavaTypes.MESSAGE);
    }
    return CodeBlock.of("$T.present(element, $S)", JavaTypes.FIELDS, path + "[].value");
  }

  boolean isMap() {
    return type.cardinality() == Cardinality.MAP;
  }

  private void guarded(CodeBlock.Builder code, CodeBlock... statements) {
    boolean conditional = ElementCode.hasDefault(type);
    if (conditional) {
      code.beginControlFlow("if ($L)", ElementCode.isNotDefault(type, variable()));
    }
    for (CodeBlock statement : statements) {
      code.addStatement(statement);
    }
    if (conditional) {
      code.endControlFlow();
    }
  }

  private void beginPresent(CodeBlock.Builder code) {
    if (type.cardinality() == Cardinality.OPTIONAL) {
      code.beginControlFlow("if ($L.isPresent())", local);
    } else {
      code.beginControlFlow("if ($L != null)", local);
    }
  }

  private CodeBlock present() {
    return type.cardinality() == Cardinality.OPTIONAL
        ? CodeBlock.of("$L.get()", local)
        : variable();
  }

  private void sizeOfList(CodeBlock.Builder code) {
    CodeBlock element = CodeBlock.of("$T.required(element, $S)", JavaTypes.FIELDS, path + "[]");
    if (type.kind().packable()) {
      code.beginControlFlow("if (!$L.isEmpty())", local);
      code.addStatement("int slot = sizes.reserve()");
      code.addStatement("int packed = 0");
      code.beginControlFlow("for ($T element : $L)", boxed(), local);
      if (ElementCode.isFixedSize(type)) {
        code.addStatement(element);
      }
      code.addStatement("packed += $L", ElementCode.size(type, element));
      code.endControlFlow();
      code.addStatement(
          "size += $L + $T.sizeOfLengthDelimited(sizes.set(slot, packed))",
          tagSize(),
          JavaTypes.WRITER);
      code.endControlFlow();
    } else {
      code.beginControlFlow("for ($T element : $L)", boxed(), local);
      code.addStatement("size += $L + $L", tagSize(), ElementCode.size(type, element));
      code.endControlFlow();
    }
  }

  private void writeList(CodeBlock.Builder code) {
    if (type.kind().packable()) {
      code.beginControlFlow("if (!$L.isEmpty())", local);
      code.addStatement(writeTag());
      code.addStatement("out.varint(sizes.next())");
      code.beginControlFlow("for ($T element : $L)", boxed(), local);
      code.addStatement(ElementCode.write(type, CodeBlock.of("element")));
      code.endControlFlow();
      code.endControlFlow();
    } else {
      code.beginControlFlow("for ($T element : $L)", boxed(), local);
      code.addStatement(writeTag());
      code.addStatement(ElementCode.write(type, CodeBlock.of("element")));
      code.endControlFlow();
    }
  }

  /** Looks for null in an entry, and declares the variable if the size needs it. */
  private static void checked(
      CodeBlock.Builder code, FieldType type, String name, String source, String path) {
    CodeBlock required = CodeBlock.of("$T.required($L, $S)", JavaTypes.FIELDS, source, path);
    code.addStatement(
        ElementCode.isFixedSize(type)
            ? required
            : CodeBlock.of("$T $L = $L", JavaTypes.element(type).box(), name, required));
  }

  private void sizeOfMap(CodeBlock.Builder code) {
    FieldType keyType = FieldType.one(type.key().orElseThrow());
    code.beginControlFlow(
        "for ($T.Entry<$T, $T> entry : $L.entrySet())",
        Map.class,
        JavaTypes.key(type),
        boxed(),
        local);
    checked(code, keyType, "key", "entry.getKey()", path + "[].key");
    checked(code, type, "element", "entry.getValue()", path + "[].value");
    code.addStatement("int slot = sizes.reserve()");
    code.addStatement(
        "int entrySize = 2 + $L + $L",
        ElementCode.size(keyType, CodeBlock.of("key")),
        ElementCode.size(type, CodeBlock.of("element")));
    code.addStatement(
        "size += $L + $T.sizeOfLengthDelimited(sizes.set(slot, entrySize))",
        tagSize(),
        JavaTypes.WRITER);
    code.endControlFlow();
  }

  private void writeMap(CodeBlock.Builder code) {
    FieldType keyType = FieldType.one(type.key().orElseThrow());
    code.beginControlFlow(
        "for ($T.Entry<$T, $T> entry : $L.entrySet())",
        Map.class,
        JavaTypes.key(type),
        boxed(),
        local);
    code.addStatement(writeTag());
    code.addStatement("out.varint(sizes.next())");
    code.addStatement("out.tag($L)", 1 << 3 | ElementCode.wireType(keyType));
    code.addStatement(ElementCode.write(keyType, CodeBlock.of("entry.getKey()")));
    code.addStatement("out.tag($L)", 2 << 3 | ElementCode.wireType(type));
    code.addStatement(ElementCode.write(type, CodeBlock.of("entry.getValue()")));
    code.endControlFlow();
  }

  private CodeBlock writeTag() {
    return CodeBlock.of("out.tag($L)", tag());
  }

  /** The tag with which it is written. */
  private int tag() {
    return switch (type.cardinality()) {
      case ONE, NULLABLE, OPTIONAL -> elementTag();
      case ARRAY, MAP -> packedTag();
      case LIST -> type.kind().packable() ? packedTag() : elementTag();
    };
  }

  private int elementTag() {
    return field.number() << 3 | ElementCode.wireType(type);
  }

  private int packedTag() {
    return field.number() << 3 | ElementCode.LENGTH_DELIMITED;
  }

  /** Bytes of the tag: 4 bits of the number in the first, 7 in each other. */
  private int tagSize() {
    return IntStream.rangeClosed(1, 5)
        .filter(bytes -> field.number() < 1L << (7 * bytes - 3))
        .findFirst()
        .orElseThrow();
  }

  private TypeName boxed() {
    return JavaTypes.element(type).box();
  }

  private CodeBlock variable() {
    return CodeBlock.of("$L", local);
  }

  private String collector() {
    return switch (type.kind()) {
      case BOOL -> "Bools";
      case INT32 -> "Ints";
      case INT64 -> "Longs";
      case FLOAT -> "Floats";
      case DOUBLE -> "Doubles";
      case INT8, INT16, CHAR, STRING, BYTES, ENUM, RECORD, INSTANT, DURATION, TENSOR ->
          throw new IllegalArgumentException("no array of " + type.kind());
    };
  }

  /** Whether the value that is read may be null. */
  boolean mayBeNull() {
    return type.cardinality() == Cardinality.NULLABLE;
  }
}
