package dev.edgewise.processor.scan;

import dev.edgewise.annotations.Confidence;
import dev.edgewise.annotations.Field;
import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.RenamedFrom;
import dev.edgewise.annotations.Reserved;
import dev.edgewise.annotations.Sensitive;
import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.Cardinality;
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
import javax.lang.model.util.Types;

/** Scans the records, enums and exceptions that can be reached from where it is told to begin. */
final class DataScanner {
  private final Elements elements;
  private final Types types;
  private final Predicate<TypeElement> isSource;
  private final Report report;
  private final TypeMapper mapper;
  private final ExceptionScanner exceptions;
  private final Map<ProtoName, MessageModel> messages = new TreeMap<>();
  private final Map<ProtoName, EnumModel> enums = new TreeMap<>();
  private final Map<ProtoName, TypeElement> seen = new TreeMap<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private boolean unresolved;

  private record Open(TypeElement element, TypeUse use, boolean ours) {}

  /**
   * @param elements of the compiler
   * @param types of the compiler
   * @param isSource whether this compilation has the source of a type
   * @param report gets what cannot travel
   */
  DataScanner(Elements elements, Types types, Predicate<TypeElement> isSource, Report report) {
    this.elements = elements;
    this.types = types;
    this.isSource = isSource;
    this.report = report;
    this.mapper = new TypeMapper(report, this);
    this.exceptions = new ExceptionScanner(elements, types);
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
   * Says how a record, enum or exception is used from package {@code home}. One of this
   * compilation, or of a jar that was compiled with the processor, has its codec beside it; for any
   * other the codec is made where it is used.
   */
  TypeUse use(TypeElement element, String home) {
    JavaName java = Visibility.nameOf(element);
    boolean existing = hasCodec(element);
    String at = codecPackage(element, home);
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

  /** Whether a jar that was compiled with the processor has the codec. */
  private boolean hasCodec(TypeElement element) {
    return !isSource.test(element)
        && elements.getTypeElement(Visibility.nameOf(element).withSuffix("_Codec").canonical())
            != null;
  }

  private String codecPackage(TypeElement element, String home) {
    return isSource.test(element) || hasCodec(element) ? Visibility.packageOf(element) : home;
  }

  /** Says of what an exception is made; one whose jar has its codec was looked at there. */
  ExceptionScanner.Found lookAt(TypeElement exception, String home) {
    ExceptionScanner.Found found = exceptions.look(exception, codecPackage(exception, home));
    return found instanceof ExceptionScanner.Found.Parts || !hasCodec(exception)
        ? found
        : new ExceptionScanner.Found.Parts(List.of());
  }

  /** Whether all that an exception is made of can travel; nothing is reported. */
  boolean canTravel(TypeElement exception, String home) {
    Report trialReport = new Report();
    DataScanner trial = new DataScanner(elements, types, isSource, trialReport);
    trial.use(exception, home);
    trial.drain();
    unresolved |= trial.isUnresolved();
    return !trialReport.hasErrors();
  }

  /** Scans all that was used and has not been scanned yet. */
  void drain() {
    while (!open.isEmpty()) {
      Open next = open.remove();
      switch (next.element().getKind()) {
        case ENUM -> enums.put(next.use().proto(), enumeration(next));
        case RECORD -> messages.put(next.use().proto(), message(next, components(next)));
        default -> messages.put(next.use().proto(), message(next, parts(next)));
      }
    }
  }

  Map<ProtoName, MessageModel> messages() {
    return messages;
  }

  Map<ProtoName, EnumModel> enums() {
    return enums;
  }

  private List<FieldModel> components(Open record) {
    List<FieldModel> fields = new ArrayList<>();
    for (RecordComponentElement component :
        ElementFilter.recordComponentsIn(record.element().getEnclosedElements())) {
      mapper
          .field(place(record, component))
          .map(type -> field(component, type))
          .ifPresent(fields::add);
    }
    return fields;
  }

  private List<FieldModel> parts(Open exception) {
    List<FieldModel> fields = new ArrayList<>();
    if (lookAt(exception.element(), exception.use().codec().packageName())
        instanceof ExceptionScanner.Found.Parts found) {
      for (ExceptionScanner.Part part : found.parts()) {
        mapper
            .field(place(exception, part.parameter()))
            .map(
                type ->
                    part.nullable() && type.cardinality() == Cardinality.ONE
                        ? type.as(Cardinality.NULLABLE)
                        : type)
            .map(type -> field(part.parameter(), part.accessor(), type))
            .ifPresent(fields::add);
      }
    }
    return fields;
  }

  private static TypeMapper.Place place(Open owner, Element part) {
    return new TypeMapper.Place(
        part.asType(),
        owner.use().java().flat().replace('_', '.') + "." + part.getSimpleName(),
        owner.use().codec().packageName(),
        ElementRef.of(part));
  }

  private MessageModel message(Open open, List<FieldModel> fields) {
    TypeElement element = open.element();
    return new MessageModel(
        open.use().proto(),
        Optional.of(open.use().java()),
        open.use().codec(),
        open.ours(),
        fields,
        retired(element),
        label(element),
        doc(element),
        ElementRef.of(element));
  }

  /** A component or a parameter. */
  FieldModel field(Element element, FieldType type) {
    return field(element, element.getSimpleName().toString(), type);
  }

  private FieldModel field(Element element, String accessor, FieldType type) {
    boolean confidence = element.getAnnotation(Confidence.class) != null;
    if (confidence && !isConfidence(element.asType())) {
      report.add(Code.EW1018, ElementRef.of(element), element.getSimpleName(), element.asType());
    }
    return new FieldModel(
        element.getSimpleName().toString(),
        accessor,
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
