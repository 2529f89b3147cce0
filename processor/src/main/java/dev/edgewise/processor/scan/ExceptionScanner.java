package dev.edgewise.processor.scan;

import dev.edgewise.processor.model.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/**
 * Looks at the class of an exception: whether its accessors say on the node what its constructor
 * needs at the caller.
 */
final class ExceptionScanner {
  private final Elements elements;
  private final Types types;

  ExceptionScanner(Elements elements, Types types) {
    this.elements = elements;
    this.types = types;
  }

  /** What came of looking. */
  sealed interface Found {
    /**
     * It can be built again.
     *
     * @param parts in the order of the constructor
     */
    record Parts(List<Part> parts) implements Found {}

    /**
     * It cannot.
     *
     * @param why it cannot
     * @param fix what to do
     */
    record Obstacle(String why, String fix) implements Found {}
  }

  /**
   * A parameter of the constructor.
   *
   * @param parameter the parameter
   * @param accessor name of the method that says what it was
   * @param nullable whether the accessor may say null, being {@code Throwable}'s own
   */
  record Part(VariableElement parameter, String accessor, boolean nullable) {}

  /** Where an exception stands among the throwables. */
  enum Kind {
    CHECKED,
    UNCHECKED,
    NO_EXCEPTION,
    UNRESOLVED
  }

  static Kind kind(TypeMirror thrown) {
    Kind kind = Kind.NO_EXCEPTION;
    for (TypeMirror at = thrown;
        at instanceof DeclaredType type && at.getKind() != TypeKind.ERROR;
        at = ((TypeElement) type.asElement()).getSuperclass()) {
      TypeElement element = (TypeElement) type.asElement();
      if (element.getSuperclass().getKind() == TypeKind.ERROR) {
        return Kind.UNRESOLVED;
      }
      String name = element.getQualifiedName().toString();
      if (name.equals("java.lang.RuntimeException") || name.equals("java.lang.Error")) {
        return Kind.UNCHECKED;
      }
      if (name.equals("java.lang.Exception")) {
        kind = Kind.CHECKED;
      }
    }
    return thrown.getKind() == TypeKind.ERROR ? Kind.UNRESOLVED : kind;
  }

  /**
   * Looks at an exception.
   *
   * @param exception the class
   * @param home the package of its codec
   */
  Found look(TypeElement exception, String home) {
    Optional<Found.Obstacle> obstacle = obstacle(exception, home);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    ExecutableElement constructor = publicConstructors(exception).get(0);
    List<Part> parts = new ArrayList<>();
    for (VariableElement parameter : constructor.getParameters()) {
      Optional<ExecutableElement> accessor = accessor(exception, parameter, home);
      if (accessor.isEmpty()) {
        return noAccessor(exception, parameter);
      }
      boolean inherited =
          accessor.get().getEnclosingElement() instanceof TypeElement owner
              && owner.getQualifiedName().contentEquals("java.lang.Throwable");
      parts.add(new Part(parameter, accessor.get().getSimpleName().toString(), inherited));
    }
    return new Found.Parts(parts);
  }

  private static Optional<Found.Obstacle> obstacle(TypeElement exception, String home) {
    String packageName = Visibility.packageOf(exception);
    if (packageName.startsWith("java.") || packageName.startsWith("javax.")) {
      return obstacle(
          "it is a class of the JDK, whose exceptions do not tell what they were built from",
          "declare an exception class of your own that says what went wrong, with one public"
              + " constructor and an accessor for each of its parameters");
    }
    if (kind(exception.asType()) == Kind.NO_EXCEPTION) {
      return obstacle("it is no java.lang.Exception", "let it extend Exception");
    }
    if (exception.getModifiers().contains(Modifier.ABSTRACT)) {
      return obstacle("it is abstract", "declare its subclasses, or remove abstract");
    }
    if (exception.getNestingKind() == NestingKind.MEMBER
        && !exception.getModifiers().contains(Modifier.STATIC)) {
      return obstacle("it is an inner class that is not static", "make it static");
    }
    if (!Visibility.isVisibleFrom(exception, home)) {
      return obstacle(
          "generated code cannot see it",
          "make it public; it must not be private, nor lie in a private class");
    }
    List<ExecutableElement> constructors = publicConstructors(exception);
    if (constructors.size() != 1) {
      return obstacle(
          "it has " + constructors.size() + " public constructors",
          "keep exactly one public: it builds the exception again at the caller");
    }
    if (!constructors.get(0).getThrownTypes().isEmpty()) {
      return obstacle(
          "its constructor throws " + constructors.get(0).getThrownTypes().get(0),
          "let the constructor only keep what it is given");
    }
    return Optional.empty();
  }

  private static Optional<Found.Obstacle> obstacle(String why, String fix) {
    return Optional.of(new Found.Obstacle(why, fix));
  }

  private static List<ExecutableElement> publicConstructors(TypeElement exception) {
    return ElementFilter.constructorsIn(exception.getEnclosedElements()).stream()
        .filter(c -> c.getModifiers().contains(Modifier.PUBLIC))
        .toList();
  }

  private Optional<ExecutableElement> accessor(
      TypeElement exception, VariableElement parameter, String home) {
    TypeMirror wanted = parameter.asType();
    return accessorsNamedAfter(exception, parameter).stream()
        .filter(m -> isAccessible(m, home))
        // A type that does not exist yet is not compared; whoever maps it waits for it.
        .filter(
            m ->
                wanted.getKind() == TypeKind.ERROR
                    || types.isSameType(result(exception, m), wanted))
        .findFirst();
  }

  /** In the order of preference: {@code model()}, {@code getModel()}, {@code isModel()}. */
  private List<ExecutableElement> accessorsNamedAfter(
      TypeElement exception, VariableElement parameter) {
    String name = parameter.getSimpleName().toString();
    String capitalised = Names.capitalised(name);
    List<ExecutableElement> found = new ArrayList<>();
    for (String candidate : List.of(name, "get" + capitalised, "is" + capitalised)) {
      ElementFilter.methodsIn(elements.getAllMembers(exception)).stream()
          .filter(m -> m.getSimpleName().contentEquals(candidate) && m.getParameters().isEmpty())
          .filter(m -> !m.getModifiers().contains(Modifier.STATIC))
          .forEach(found::add);
    }
    return found;
  }

  private static boolean isAccessible(ExecutableElement method, String home) {
    return method.getModifiers().contains(Modifier.PUBLIC)
        || (!method.getModifiers().contains(Modifier.PRIVATE)
            && Visibility.packageOf(method).equals(home));
  }

  private TypeMirror result(TypeElement exception, ExecutableElement method) {
    DeclaredType in = (DeclaredType) exception.asType();
    return ((ExecutableType) types.asMemberOf(in, method)).getReturnType();
  }

  private Found.Obstacle noAccessor(TypeElement exception, VariableElement parameter) {
    String name = parameter.getSimpleName().toString();
    String wanted = "a public method " + parameter.asType() + " " + name + "()";
    List<ExecutableElement> alike = accessorsNamedAfter(exception, parameter);
    if (!alike.isEmpty()) {
      ExecutableElement method = alike.get(0);
      TypeMirror result = result(exception, method);
      return new Found.Obstacle(
          types.isSameType(result, parameter.asType())
              ? "generated code cannot call its method " + method
              : "its method "
                  + method
                  + " gives "
                  + result
                  + ", but the parameter "
                  + name
                  + " of its constructor is "
                  + parameter.asType(),
          "give it " + wanted);
    }
    return new Found.Obstacle(
        "the parameter " + name + " of its constructor has no accessor",
        name.matches("arg\\d+")
            ? "compile its jar with edgewise-processor or with -parameters, so that the names of"
                + " parameters are known; or declare an exception class of your own"
            : "give it " + wanted + ", or take the parameter out of the constructor");
  }
}
