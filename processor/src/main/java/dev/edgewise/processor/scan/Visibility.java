package dev.edgewise.processor.scan;

import static java.util.Objects.requireNonNull;

import dev.edgewise.processor.model.JavaName;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** Names of classes, and from where they can be named. */
final class Visibility {
  private Visibility() {}

  static String packageOf(Element element) {
    Element at = element;
    while (at.getKind() != ElementKind.PACKAGE) {
      at = enclosing(at);
    }
    return ((PackageElement) at).getQualifiedName().toString();
  }

  /** What an element that is no module lies in; only modules lie in nothing. */
  static Element enclosing(Element element) {
    return requireNonNull(element.getEnclosingElement(), "a module");
  }

  static TypeElement outermost(TypeElement element) {
    TypeElement at = element;
    while (at.getEnclosingElement() instanceof TypeElement outer) {
      at = outer;
    }
    return at;
  }

  static JavaName nameOf(TypeElement element) {
    StringBuilder nested = new StringBuilder(element.getSimpleName());
    Element at = element.getEnclosingElement();
    while (at instanceof TypeElement outer) {
      nested.insert(0, outer.getSimpleName() + ".");
      at = outer.getEnclosingElement();
    }
    return new JavaName(packageOf(element), nested.toString());
  }

  /** The qualified name of a class or interface; empty for every other type. */
  static String qualifiedName(TypeMirror type) {
    return type.getKind() == TypeKind.DECLARED
        ? ((TypeElement) ((DeclaredType) type).asElement()).getQualifiedName().toString()
        : "";
  }

  /** Whether code of that package can name the class. */
  static boolean isVisibleFrom(TypeElement element, String packageName) {
    boolean samePackage = packageOf(element).equals(packageName);
    for (Element at = element; at instanceof TypeElement type; at = at.getEnclosingElement()) {
      boolean named =
          type.getNestingKind() == NestingKind.TOP_LEVEL
              || type.getNestingKind() == NestingKind.MEMBER;
      boolean open = type.getModifiers().contains(Modifier.PUBLIC) || isMemberOfInterface(type);
      if (!named || type.getModifiers().contains(Modifier.PRIVATE) || !(open || samePackage)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMemberOfInterface(TypeElement type) {
    return enclosing(type).getKind().isInterface();
  }
}
