package dev.edgewise.processor.scan;

import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.Cardinality;
import dev.edgewise.processor.model.ElementKind;
import dev.edgewise.processor.model.FieldType;
import dev.edgewise.processor.model.SourceRef;
import dev.edgewise.processor.model.TypeUse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** Finds the form on the wire of a Java type, or says why there is none. */
final class TypeMapper {
  private static final Map<String, ElementKind> BOXES =
      Map.of(
          "java.lang.Boolean", ElementKind.BOOL,
          "java.lang.Byte", ElementKind.INT8,
          "java.lang.Short", ElementKind.INT16,
          "java.lang.Character", ElementKind.CHAR,
          "java.lang.Integer", ElementKind.INT32,
          "java.lang.Long", ElementKind.INT64,
          "java.lang.Float", ElementKind.FLOAT,
          "java.lang.Double", ElementKind.DOUBLE);

  private static final Map<String, ElementKind> CLASSES =
      Map.of(
          "java.lang.String", ElementKind.STRING,
          "java.time.Instant", ElementKind.INSTANT,
          "java.time.Duration", ElementKind.DURATION,
          "dev.edgewise.core.model.Tensor", ElementKind.TENSOR);

  private static final List<String> CONTAINERS =
      List.of("java.util.List", "java.util.Map", "java.util.Optional");

  private final Report report;
  private final DataScanner data;

  /**
   * @param report gets what cannot travel
   * @param data is asked for records and enums
   */
  TypeMapper(Report report, DataScanner data) {
    this.report = report;
    this.data = data;
  }

  /**
   * A type in its place.
   *
   * @param type the type
   * @param path of the place, for messages: {@code Order.lines[].extra}
   * @param home package of whatever uses it
   * @param source the place
   */
  record Place(TypeMirror type, String path, String home, SourceRef source) {
    Place inside(TypeMirror element) {
      return new Place(element, path + "[]", home, source);
    }
  }

  /** Returns the field's type; empty after having reported why there is none. */
  Optional<FieldType> field(Place place) {
    TypeMirror type = place.type();
    if (type.getKind().isPrimitive()) {
      return Optional.of(FieldType.one(primitive(type.getKind())));
    }
    if (type.getKind() == TypeKind.ARRAY) {
      return array(place, ((ArrayType) type).getComponentType().getKind());
    }
    if (type.getKind() == TypeKind.DECLARED) {
      String name = Visibility.qualifiedName(type);
      ElementKind box = BOXES.get(name);
      if (box != null) {
        return Optional.of(FieldType.one(box).as(Cardinality.NULLABLE));
      }
      if (CONTAINERS.contains(name)) {
        return container(place, name, ((DeclaredType) type).getTypeArguments());
      }
    }
    return element(place).map(t -> isNullable(type) ? t.as(Cardinality.NULLABLE) : t);
  }

  /**
   * Returns the type of a stream's item: whatever a field may be, but never null, because a stream
   * has no place for nothing.
   */
  Optional<FieldType> item(Place place) {
    return BOXES.containsKey(Visibility.qualifiedName(place.type()))
        ? element(place)
        : field(place);
  }

  private Optional<FieldType> array(Place place, TypeKind component) {
    return switch (component) {
      case BYTE -> Optional.of(FieldType.one(ElementKind.BYTES));
      case BOOLEAN, INT, LONG, FLOAT, DOUBLE ->
          Optional.of(FieldType.one(primitive(component)).as(Cardinality.ARRAY));
      case SHORT, CHAR ->
          refuse(
              Code.EW2001,
              place,
              "of arrays, byte[] boolean[] int[] long[] float[] double[] have one");
      default -> refuse(Code.EW2001, place, "of objects, a List has one, an array has none");
    };
  }

  private Optional<FieldType> container(
      Place place, String name, List<? extends TypeMirror> arguments) {
    if (arguments.isEmpty()) {
      return refuse(Code.EW2004, place);
    }
    TypeMirror last = arguments.get(arguments.size() - 1);
    if (isContainer(last)) {
      return refuse(Code.EW2002, place);
    }
    Optional<FieldType> element =
        element(name.equals("java.util.Optional") ? withType(place, last) : place.inside(last));
    return switch (name) {
      case "java.util.List" -> element.map(e -> e.as(Cardinality.LIST));
      case "java.util.Optional" -> element.map(e -> e.as(Cardinality.OPTIONAL));
      default -> element.flatMap(e -> map(place, arguments.get(0), e));
    };
  }

  private Optional<FieldType> map(Place place, TypeMirror keyType, FieldType element) {
    ElementKind key =
        BOXES.getOrDefault(
            Visibility.qualifiedName(keyType), CLASSES.get(Visibility.qualifiedName(keyType)));
    return key != null && key.isKey()
        ? Optional.of(element.keyedBy(key))
        : refuse(Code.EW2003, place);
  }

  /** What stands in a container, or alone: a type that has one value. */
  private Optional<FieldType> element(Place place) {
    TypeMirror type = place.type();
    if (type.getKind() == TypeKind.ERROR) {
      data.markUnresolved();
      return Optional.empty();
    }
    if (type.getKind() == TypeKind.ARRAY
        && ((ArrayType) type).getComponentType().getKind() == TypeKind.BYTE) {
      return Optional.of(FieldType.one(ElementKind.BYTES));
    }
    if (type.getKind() == TypeKind.TYPEVAR || type.getKind() == TypeKind.WILDCARD) {
      return refuse(Code.EW2004, place);
    }
    if (type.getKind() != TypeKind.DECLARED) {
      return refuse(
          Code.EW2001,
          place,
          type.getKind() == TypeKind.ARRAY
              ? "arrays of arrays and of objects"
              : "it is no type of a value");
    }
    ElementKind kind =
        BOXES.getOrDefault(
            Visibility.qualifiedName(type), CLASSES.get(Visibility.qualifiedName(type)));
    if (kind != null) {
      return Optional.of(FieldType.one(kind));
    }
    TypeElement element = (TypeElement) ((DeclaredType) type).asElement();
    return switch (element.getKind()) {
      case RECORD ->
          element.getTypeParameters().isEmpty()
              ? named(place, element, ElementKind.RECORD)
              : refuse(Code.EW2004, place);
      case ENUM -> named(place, element, ElementKind.ENUM);
      default -> refuse(Code.EW2001, place, hint(Visibility.qualifiedName(type)));
    };
  }

  private Optional<FieldType> named(Place place, TypeElement element, ElementKind kind) {
    if (!Visibility.isVisibleFrom(element, place.home())) {
      return refuse(Code.EW2005, place);
    }
    TypeUse use = data.use(element, place.home());
    return Optional.of(FieldType.one(kind, use));
  }

  private static String hint(String name) {
    return switch (name) {
      case "java.lang.Object" -> "Object can be anything";
      case "java.util.Set", "java.util.Collection", "java.lang.Iterable" ->
          "of collections, List and Map have one";
      case "java.util.stream.Stream" -> "only a method can return a stream, as its whole result";
      case "java.lang.Throwable", "java.lang.Exception" ->
          "a cause stays in the log of the node; set it there with initCause";
      case "java.util.UUID",
          "java.math.BigDecimal",
          "java.math.BigInteger",
          "java.net.URI",
          "java.time.LocalDate" ->
          "it comes later; a String does for now";
      default -> "of classes, records and enums have one";
    };
  }

  private Optional<FieldType> refuse(Code code, Place place, Object... more) {
    Object[] arguments = new Object[2 + more.length];
    arguments[0] = place.path();
    arguments[1] = place.type();
    System.arraycopy(more, 0, arguments, 2, more.length);
    report.add(code, place.source(), arguments);
    return Optional.empty();
  }

  private static boolean isContainer(TypeMirror type) {
    if (type.getKind() == TypeKind.ARRAY) {
      return ((ArrayType) type).getComponentType().getKind() != TypeKind.BYTE;
    }
    return CONTAINERS.contains(Visibility.qualifiedName(type));
  }

  private static Place withType(Place place, TypeMirror type) {
    return new Place(type, place.path(), place.home(), place.source());
  }

  /**
   * Whether the type is marked as nullable, by JSpecify's annotation or any other of that name on
   * the type.
   */
  private static boolean isNullable(TypeMirror type) {
    for (AnnotationMirror annotation : type.getAnnotationMirrors()) {
      if (annotation.getAnnotationType().asElement().getSimpleName().contentEquals("Nullable")) {
        return true;
      }
    }
    return false;
  }

  private static ElementKind primitive(TypeKind kind) {
    return switch (kind) {
      case BOOLEAN -> ElementKind.BOOL;
      case BYTE -> ElementKind.INT8;
      case SHORT -> ElementKind.INT16;
      case CHAR -> ElementKind.CHAR;
      case INT -> ElementKind.INT32;
      case LONG -> ElementKind.INT64;
      case FLOAT -> ElementKind.FLOAT;
      case DOUBLE -> ElementKind.DOUBLE;
      default -> throw new IllegalArgumentException("not a primitive: " + kind);
    };
  }
}
