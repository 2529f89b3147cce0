package dev.edgewise.processor.scan;

import dev.edgewise.annotations.Confidence;
import dev.edgewise.annotations.Field;
import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.RenamedFrom;
import dev.edgewise.annotations.Reserved;
import dev.edgewise.annotations.Sensitive;
import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.ConstantModel;
import dev.edgewise.processor.model.EnumModel;
import dev.edgewise.processor.model.FieldModel;
import dev.edgewise.processor.model.FieldType;
import dev.edgewise.processor.model.JavaName;
import dev.edgewise.processor.model.MessageModel;
import dev.edgewise.processor.model.ProtoName;
import dev.edgewise.processor.model.Retired;
import dev.edgewise.processor.model.TypeUse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Scans the records and enums that can be reached from where it is told to begin. */
final class DataScanner {
  private final Elements elements;
  private final Predicate<TypeElement> isSource;
  private final Report report;
  private final TypeMapper mapper;
  private final Map<ProtoName, MessageModel> messages = new TreeMap<>();
  private final Map<ProtoName, EnumModel> enums = new TreeMap<>();
  private final Map<ProtoName, TypeElement> seen = new TreeMap<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private boolean unresolved;

  private record Open(TypeElement element, TypeUse use, boolean ours) {}

  /**
   * @param elements of the compiler
   * @param isSource whether this compilation has the source of a type
   * @param report gets what cannot travel
   */
  DataScanner(Elements elements, Predicate<TypeElement> isSource, Report report) {
    this.elements = elements;
    this.isSource = isSource;
    this.report = report;
    this.mapper = new TypeMapper(report, this);
  }

  TypeMapper mapper() {
    return mapper;
  }

  /** Notes that a type does not exist yet; another processor may still write it. */
  void markUnresolved() {
    unresolved = true;
  }

  boolean isUnresolved() {
    return unresolved;
  }

  /**
   * Says how a record or enum is used from package {@code home}. One of this compilation, or of a
   * jar that was compiled with the processor, has its codec beside it; for any other the codec is
   * made where it is used.
   */
  TypeUse use(TypeElement element, String home) {
    JavaName java = Visibility.nameOf(element);
    boolean source = isSource.test(element);
    boolean existing =
        !source && elements.getTypeElement(java.withSuffix("_Codec").canonical()) != null;
    String at = source || existing ? java.packageName() : home;
    TypeUse use =
        new TypeUse(java, new JavaName(at, java.flat() + "_Codec"), new ProtoName(at, java.flat()));
    TypeElement other = seen.putIfAbsent(use.proto(), element);
    if (other == null) {
      open.add(new Open(element, use, !existing));
    } else if (!other.equals(element)) {
      report.add(
          Code.EW2008,
          ElementRef.of(element),
          use.proto().full(),
          other.getQualifiedName(),
          element.getQualifiedName());
    }
    return use;
  }

  /** Scans all that was used and has not been scanned yet. */
  void drain() {
    while (!open.isEmpty()) {
      Open next = open.remove();
      if (next.element().getKind() == ElementKind.RECORD) {
        messages.put(next.use().proto(), message(next));
      } else {
        enums.put(next.use().proto(), enumeration(next));
      }
    }
  }

  Map<ProtoName, MessageModel> messages() {
    return messages;
  }

  Map<ProtoName, EnumModel> enums() {
    return enums;
  }

  private MessageModel message(Open record) {
    TypeElement element = record.element();
    List<FieldModel> fields = new ArrayList<>();
    for (RecordComponentElement component :
        ElementFilter.recordComponentsIn(element.getEnclosedElements())) {
      String path = record.use().java().flat().replace('_', '.') + "." + component.getSimpleName();
      TypeMapper.Place place =
          new TypeMapper.Place(
              component.asType(),
              path,
              record.use().codec().packageName(),
              ElementRef.of(component));
      mapper.field(place).map(type -> field(component, type)).ifPresent(fields::add);
    }
    return new MessageModel(
        record.use().proto(),
        Optional.of(record.use().java()),
        record.use().codec(),
        record.ours(),
        fields,
        retired(element),
        label(element),
        doc(element),
        ElementRef.of(element));
  }

  /** A component or a parameter. */
  FieldModel field(Element element, FieldType type) {
    boolean confidence = element.getAnnotation(Confidence.class) != null;
    if (confidence && !isConfidence(element.asType())) {
      report.add(Code.EW1018, ElementRef.of(element), element.getSimpleName(), element.asType());
    }
    return new FieldModel(
        element.getSimpleName().toString(),
        type,
        0,
        fixed(element),
        renamedFrom(element),
        label(element),
        confidence,
        doc(element),
        ElementRef.of(element));
  }

  private static boolean isConfidence(TypeMirror type) {
    return switch (type.getKind()) {
      case FLOAT, DOUBLE -> true;
      default -> false;
    };
  }

  private EnumModel enumeration(Open open) {
    TypeElement element = open.element();
    List<ConstantModel> constants =
        element.getEnclosedElements().stream()
            .filter(e -> e.getKind() == ElementKind.ENUM_CONSTANT)
            .map(
                e ->
                    new ConstantModel(
                        e.getSimpleName().toString(),
                        0,
                        fixed(e),
                        renamedFrom(e),
                        doc(e),
                        ElementRef.of(e)))
            .toList();
    return new EnumModel(
        open.use().proto(),
        open.use().java(),
        open.use().codec(),
        open.ours(),
        constants,
        retired(element),
        doc(element),
        ElementRef.of(element));
  }

  private static OptionalInt fixed(Element element) {
    Field field = element.getAnnotation(Field.class);
    return field == null ? OptionalInt.empty() : OptionalInt.of(field.value());
  }

  private static Optional<String> renamedFrom(Element element) {
    return Optional.ofNullable(element.getAnnotation(RenamedFrom.class)).map(RenamedFrom::value);
  }

  static Optional<Label> label(Element element) {
    return Optional.ofNullable(element.getAnnotation(Sensitive.class)).map(Sensitive::value);
  }

  static Retired retired(Element element) {
    Reserved reserved = element.getAnnotation(Reserved.class);
    return reserved == null
        ? Retired.NONE
        : new Retired(
            Arrays.stream(reserved.numbers()).boxed().toList(), List.of(reserved.names()));
  }

  String doc(Element element) {
    String doc = elements.getDocComment(element);
    return doc == null ? "" : doc.strip();
  }
}
