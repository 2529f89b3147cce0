package dev.edgewise.processor.scan;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;
import dev.edgewise.annotations.Uses;
import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.BodyModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ElementKind;
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

/** Scans a body: which service it is for, which methods it offers, what its constructor takes. */
final class BodyScanner {
  private static final String MODEL = "dev.edgewise.core.model.TensorModel";

  private final Elements elements;
  private final Types types;
  private final Report report;
  private final ConfigRecords settings;
  private boolean unresolved;

  BodyScanner(Elements elements, Types types, Report report) {
    this.elements = elements;
    this.types = types;
    this.report = report;
    this.settings = new ConfigRecords(types);
  }

  boolean isUnresolved() {
    return unresolved;
  }

  /**
   * A body and its service.
   *
   * @param model the body
   * @param service the interface
   */
  record Scanned(BodyModel model, TypeElement service) {}

  Optional<Scanned> scan(TypeElement body) {
    Tier tier = body.getAnnotation(Body.class).value();
    Optional<TypeElement> service = service(body, tier);
    if (service.isEmpty() || !canBeBuilt(body)) {
      return Optional.empty();
    }
    List<String> methods = offered(body, service.get());
    Optional<List<BodyModel.Need>> needs = needs(body);
    if (methods.isEmpty() || needs.isEmpty()) {
      return Optional.empty();
    }
    BodyModel model =
        new BodyModel(
            Visibility.nameOf(body),
            Visibility.nameOf(service.get()),
            tier,
            methods,
            needs.get(),
            ElementRef.of(body));
    return Optional.of(new Scanned(model, service.get()));
  }

  private Optional<TypeElement> service(TypeElement body, Tier tier) {
    TypeMirror of = named(body);
    if (of.getKind() == TypeKind.ERROR) {
      unresolved = true;
      return Optional.empty();
    }
    if (of instanceof DeclaredType declared) {
      TypeElement named = (TypeElement) declared.asElement();
      if (!named.getKind().isInterface() || !ServiceScanner.isTagged(named)) {
        report.add(Code.EW4003, ElementRef.of(body), named.getSimpleName());
        return Optional.empty();
      }
      return Optional.of(named);
    }
    List<TypeElement> services = new ArrayList<>();
    collectServices(body.asType(), services);
    if (services.isEmpty() && !unresolved) {
      report.add(Code.EW4001, ElementRef.of(body), body.getSimpleName(), tier);
    }
    if (services.size() > 1) {
      String names =
          services.stream()
              .map(s -> s.getSimpleName().toString())
              .sorted()
              .collect(Collectors.joining(", "));
      report.add(Code.EW4002, ElementRef.of(body), body.getSimpleName(), names);
      return Optional.empty();
    }
    return services.stream().findFirst();
  }

  /** The value of {@code of}; {@code void} when it is not given. */
  private TypeMirror named(TypeElement body) {
    for (AnnotationMirror annotation : body.getAnnotationMirrors()) {
      if (Visibility.qualifiedName(annotation.getAnnotationType()).equals(Body.class.getName())) {
        for (var entry : annotation.getElementValues().entrySet()) {
          if (entry.getKey().getSimpleName().contentEquals("of")) {
            return classOf(entry.getValue());
          }
        }
      }
    }
    return types.getNoType(TypeKind.VOID);
  }

  private TypeMirror classOf(AnnotationValue value) {
    if (value.getValue() instanceof TypeMirror type) {
      return type;
    }
    // javac gives the text "<error>" for a class that does not exist (yet).
    unresolved = true;
    return types.getNoType(TypeKind.NONE);
  }

  private void collectServices(TypeMirror type, List<TypeElement> services) {
    for (TypeMirror parent : types.directSupertypes(type)) {
      if (parent.getKind() == TypeKind.ERROR) {
        unresolved = true;
      } else if (parent instanceof DeclaredType declared) {
        TypeElement element = (TypeElement) declared.asElement();
        if (element.getKind().isInterface()
            && ServiceScanner.isTagged(element)
            && !services.contains(element)) {
          services.add(element);
        }
        collectServices(parent, services);
      }
    }
  }

  private boolean canBeBuilt(TypeElement body) {
    Optional<String> obstacle = obstacle(body);
    obstacle.ifPresent(o -> report.add(Code.EW4004, ElementRef.of(body), body.getSimpleName(), o));
    return obstacle.isEmpty();
  }

  private static Optional<String> obstacle(TypeElement body) {
    if (body.getKind() != ElementKind.CLASS && body.getKind() != ElementKind.RECORD) {
      return Optional.of("no class");
    }
    if (body.getModifiers().contains(Modifier.ABSTRACT)) {
      return Optional.of("abstract");
    }
    if (!body.getTypeParameters().isEmpty()) {
      return Optional.of("generic");
    }
    if (body.getNestingKind() == NestingKind.MEMBER
        && !body.getModifiers().contains(Modifier.STATIC)) {
      return Optional.of("an inner class that is not static");
    }
    String home = Visibility.packageOf(body);
    return home.isEmpty() || !Visibility.isVisibleFrom(body, home)
        ? Optional.of("private, local or in no package")
        : Optional.empty();
  }

  private List<String> offered(TypeElement body, TypeElement service) {
    List<ExecutableElement> wanted = Methods.abstractOf(service, types);
    if (types.isAssignable(body.asType(), service.asType())) {
      return wanted.stream().map(m -> m.getSimpleName().toString()).toList();
    }
    List<String> offered = new ArrayList<>();
    boolean bad = false;
    for (ExecutableElement method : wanted) {
      List<ExecutableElement> alike = methodsNamed(body, method);
      if (alike.stream().anyMatch(candidate -> fits(body, candidate, service, method))) {
        offered.add(method.getSimpleName().toString());
      } else if (!alike.isEmpty()) {
        bad = true;
        report.add(
            Code.EW4007,
            ElementRef.of(alike.get(0)),
            alike.get(0).getSimpleName(),
            body.getSimpleName(),
            service.getSimpleName(),
            text(service, method));
      }
    }
    if (offered.isEmpty() && !bad && !wanted.isEmpty()) {
      report.add(
          Code.EW4008,
          ElementRef.of(body),
          body.getSimpleName(),
          service.getSimpleName(),
          text(service, wanted.get(0)));
    }
    return bad ? List.of() : offered;
  }

  private List<ExecutableElement> methodsNamed(TypeElement body, ExecutableElement method) {
    return ElementFilter.methodsIn(elements.getAllMembers(body)).stream()
        .filter(m -> m.getSimpleName().equals(method.getSimpleName()))
        .toList();
  }

  private boolean fits(
      TypeElement body,
      ExecutableElement candidate,
      TypeElement service,
      ExecutableElement method) {
    if (candidate.getModifiers().contains(Modifier.PRIVATE)
        || candidate.getModifiers().contains(Modifier.STATIC)) {
      return false;
    }
    ExecutableType offered =
        (ExecutableType) types.asMemberOf((DeclaredType) body.asType(), candidate);
    ExecutableType wanted =
        (ExecutableType) types.asMemberOf((DeclaredType) service.asType(), method);
    return sameTypes(offered.getParameterTypes(), wanted.getParameterTypes())
        && fitsResult(offered.getReturnType(), wanted.getReturnType());
  }

  private boolean sameTypes(List<? extends TypeMirror> left, List<? extends TypeMirror> right) {
    boolean same = left.size() == right.size();
    for (int i = 0; same && i < left.size(); i++) {
      same = types.isSameType(left.get(i), right.get(i));
    }
    return same;
  }

  private boolean fitsResult(TypeMirror offered, TypeMirror wanted) {
    boolean plain = offered.getKind().isPrimitive() || wanted.getKind().isPrimitive();
    boolean nothing = offered.getKind() == TypeKind.VOID || wanted.getKind() == TypeKind.VOID;
    if (plain || nothing) {
      return offered.getKind() == wanted.getKind();
    }
    return types.isAssignable(offered, wanted);
  }

  private String text(TypeElement service, ExecutableElement method) {
    ExecutableType type =
        (ExecutableType) types.asMemberOf((DeclaredType) service.asType(), method);
    List<String> parameters = new ArrayList<>();
    for (int i = 0; i < type.getParameterTypes().size(); i++) {
      parameters.add(
          type.getParameterTypes().get(i) + " " + method.getParameters().get(i).getSimpleName());
    }
    return type.getReturnType()
        + " "
        + method.getSimpleName()
        + "("
        + String.join(", ", parameters)
        + ")";
  }

  /** What the only constructor takes; empty when a host could not use it, which is reported. */
  Optional<List<BodyModel.Need>> needs(TypeElement body) {
    List<ExecutableElement> constructors =
        ElementFilter.constructorsIn(body.getEnclosedElements()).stream()
            .filter(c -> !c.getModifiers().contains(Modifier.PRIVATE))
            .toList();
    if (constructors.size() != 1) {
      report.add(Code.EW4005, ElementRef.of(body), body.getSimpleName(), constructors.size());
      return Optional.empty();
    }
    List<BodyModel.Need> needs = new ArrayList<>();
    for (VariableElement parameter : constructors.get(0).getParameters()) {
      need(body, parameter).ifPresent(needs::add);
    }
    return needs.size() == constructors.get(0).getParameters().size()
        ? Optional.of(needs)
        : Optional.empty();
  }

  private Optional<BodyModel.Need> need(TypeElement body, VariableElement parameter) {
    TypeMirror type = parameter.asType();
    if (type.getKind() == TypeKind.ERROR) {
      unresolved = true;
      return Optional.empty();
    }
    Uses uses = parameter.getAnnotation(Uses.class);
    boolean model = Visibility.qualifiedName(type).equals(MODEL);
    if (uses != null && model) {
      return Optional.of(new BodyModel.Need.OfModel(uses.value()));
    }
    if (uses == null
        && type instanceof DeclaredType declared
        && declared.asElement() instanceof TypeElement element
        && element.getKind().isInterface()
        && ServiceScanner.isTagged(element)) {
      return Optional.of(new BodyModel.Need.OfClient(Visibility.nameOf(element)));
    }
    if (uses == null
        && type instanceof DeclaredType declared
        && declared.asElement() instanceof TypeElement element
        && element.getKind() == ElementKind.RECORD) {
      Optional<String> obstacle = settings.obstacle(element, Visibility.packageOf(body));
      obstacle.ifPresent(why -> cannotBeProvided(body, parameter, why));
      return obstacle.isEmpty()
          ? Optional.of(new BodyModel.Need.OfConfig(Visibility.nameOf(element)))
          : Optional.empty();
    }
    String why =
        uses != null
            ? type + " is no TensorModel"
            : model ? "@Uses is missing" : type + " is neither a model nor a service nor a record";
    cannotBeProvided(body, parameter, why);
    return Optional.empty();
  }

  private void cannotBeProvided(TypeElement body, VariableElement parameter, String why) {
    report.add(
        Code.EW4006,
        ElementRef.of(parameter),
        parameter.getSimpleName(),
        body.getSimpleName(),
        why);
  }
}
