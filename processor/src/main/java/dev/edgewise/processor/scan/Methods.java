package dev.edgewise.processor.scan;

import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Types;

/** Methods of types, in the order of the source. */
final class Methods {
  private Methods() {}

  static List<ExecutableElement> declared(TypeElement type) {
    return ElementFilter.methodsIn(type.getEnclosedElements());
  }

  static boolean isAbstract(ExecutableElement method) {
    return method.getModifiers().contains(Modifier.ABSTRACT);
  }

  /**
   * The methods that an implementation of the interface must have: its own in order, then those of
   * the interfaces that it extends.
   */
  static List<ExecutableElement> abstractOf(TypeElement type, Types types) {
    List<ExecutableElement> found = new ArrayList<>();
    List<ExecutableElement> seen = new ArrayList<>();
    collect(type, type, types, found, seen);
    return found;
  }

  private static void collect(
      TypeElement root,
      TypeElement type,
      Types types,
      List<ExecutableElement> found,
      List<ExecutableElement> seen) {
    for (ExecutableElement method : declared(type)) {
      if (seen.stream().noneMatch(other -> overrides(root, other, method, types))) {
        seen.add(method);
        if (isAbstract(method)) {
          found.add(method);
        }
      }
    }
    for (TypeMirror parent : type.getInterfaces()) {
      if (parent instanceof DeclaredType declared
          && declared.asElement() instanceof TypeElement element) {
        collect(root, element, types, found, seen);
      }
    }
  }

  private static boolean overrides(
      TypeElement root, ExecutableElement lower, ExecutableElement upper, Types types) {
    if (!lower.getSimpleName().equals(upper.getSimpleName())) {
      return false;
    }
    DeclaredType in = (DeclaredType) root.asType();
    return types.isSubsignature(
        (ExecutableType) types.asMemberOf(in, lower), (ExecutableType) types.asMemberOf(in, upper));
  }
}
