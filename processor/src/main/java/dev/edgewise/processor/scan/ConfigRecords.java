package dev.edgewise.processor.scan;

import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Types;

/** Which records a host can fill from settings: those of plain values. */
final class ConfigRecords {
  private static final Set<TypeKind> NUMBERS =
      Set.of(TypeKind.BOOLEAN, TypeKind.INT, TypeKind.LONG, TypeKind.FLOAT, TypeKind.DOUBLE);
  private static final Set<String> CLASSES = Set.of("java.lang.String", "java.time.Duration");

  private final Types types;

  ConfigRecords(Types types) {
    this.types = types;
  }

  /** What keeps a record from being filled; empty when nothing does. */
  Optional<String> obstacle(TypeElement record, String home) {
    if (!Visibility.isVisibleFrom(record, home)) {
      return Optional.of(record.getSimpleName() + " is hidden from generated code");
    }
    if (!record.getTypeParameters().isEmpty()) {
      return Optional.of(record.getSimpleName() + " has type parameters");
    }
    return ElementFilter.recordComponentsIn(record.getEnclosedElements()).stream()
        .filter(component -> !isPlain(component.asType()) && !isOptionalPlain(component.asType()))
        .findFirst()
        .map(component -> describe(record, component));
  }

  private static String describe(TypeElement record, RecordComponentElement component) {
    return record.getSimpleName()
        + "."
        + component.getSimpleName()
        + " is a "
        + component.asType()
        + ", which no setting can be";
  }

  private boolean isOptionalPlain(TypeMirror type) {
    return type instanceof DeclaredType declared
        && named(declared, "java.util.Optional")
        && declared.getTypeArguments().size() == 1
        && isPlainBoxed(declared.getTypeArguments().get(0));
  }

  private boolean isPlainBoxed(TypeMirror type) {
    try {
      return NUMBERS.contains(types.unboxedType(type).getKind());
    } catch (IllegalArgumentException e) {
      // It is no boxed number.
      return isPlain(type);
    }
  }

  private static boolean isPlain(TypeMirror type) {
    return NUMBERS.contains(type.getKind())
        || (type instanceof DeclaredType declared
            && (declared.asElement().getKind() == ElementKind.ENUM
                || CLASSES.stream().anyMatch(name -> named(declared, name))));
  }

  private static boolean named(DeclaredType type, String name) {
    return ((TypeElement) type.asElement()).getQualifiedName().contentEquals(name);
  }
}
