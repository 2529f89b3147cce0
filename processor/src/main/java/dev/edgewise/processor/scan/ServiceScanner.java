package dev.edgewise.processor.scan;

import dev.edgewise.annotations.Batched;
import dev.edgewise.annotations.Cached;
import dev.edgewise.annotations.Cascade;
import dev.edgewise.annotations.CloudService;
import dev.edgewise.annotations.Deadline;
import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Idempotent;
import dev.edgewise.annotations.Needs;
import dev.edgewise.annotations.Resumable;
import dev.edgewise.annotations.Tier;
import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.Band;
import dev.edgewise.processor.model.BatchLiteral;
import dev.edgewise.processor.model.BodyModel;
import dev.edgewise.processor.model.CacheLiteral;
import dev.edgewise.processor.model.DurationLiteral;
import dev.edgewise.processor.model.FieldModel;
import dev.edgewise.processor.model.FieldType;
import dev.edgewise.processor.model.JavaName;
import dev.edgewise.processor.model.MessageModel;
import dev.edgewise.processor.model.MethodModel;
import dev.edgewise.processor.model.Names;
import dev.edgewise.processor.model.NeedsLiteral;
import dev.edgewise.processor.model.ProtoName;
import dev.edgewise.processor.model.Retired;
import dev.edgewise.processor.model.ScaleLiteral;
import dev.edgewise.processor.model.ServiceModel;
import dev.edgewise.processor.model.TypeUse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;

/** Scans the interface of a service. */
final class ServiceScanner {
  private static final Set<String> ASYNCHRONOUS =
      Set.of(
          "java.util.concurrent.CompletionStage",
          "java.util.concurrent.CompletableFuture",
          "java.util.concurrent.Future");

  private final Types types;
  private final Report report;
  private final DataScanner data;
  private final FaultScanner faults;

  ServiceScanner(Types types, Report report, DataScanner data) {
    this.types = types;
    this.report = report;
    this.data = data;
    this.faults = new FaultScanner(types, report, data);
  }

  /**
   * Returns whether the type is tagged, itself or by a method, so that it is meant to be a service.
   */
  static boolean isTagged(TypeElement type) {
    return isTaggedItself(type)
        || Methods.declared(type).stream().anyMatch(ServiceScanner::isTaggedItself);
  }

  static boolean isTaggedItself(Element element) {
    return element.getAnnotation(EdgeService.class) != null
        || element.getAnnotation(CloudService.class) != null;
  }

  /**
   * Returns the service that a tagged interface is; empty when it cannot be one, which is then
   * reported.
   */
  Optional<ServiceModel> scan(TypeElement type, boolean ours) {
    if (!mayBeService(type)) {
      return Optional.empty();
    }
    List<ExecutableElement> methods = Methods.abstractOf(type, types);
    if (methods.isEmpty()) {
      report.add(Code.EW1019, ElementRef.of(type), type.getSimpleName());
    }
    Methods.declared(type).stream()
        .filter(m -> isTaggedItself(m) && !Methods.isAbstract(m))
        .forEach(m -> report.add(Code.EW1003, ElementRef.of(m), m.getSimpleName()));
    spillsNowhere(type, type);
    methods.forEach(method -> spillsNowhere(type, method));
    return Optional.of(service(type, methods, Optional.empty(), ours));
  }

  /**
   * The service that a type is by these methods.
   *
   * @param constructor what its constructor takes, of a class
   */
  ServiceModel service(
      TypeElement type,
      List<ExecutableElement> methods,
      Optional<List<BodyModel.Need>> constructor,
      boolean ours) {
    List<MethodModel> models = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ExecutableElement method : methods) {
      if (!names.add(method.getSimpleName().toString())) {
        report.add(
            Code.EW1005, ElementRef.of(method), type.getSimpleName(), method.getSimpleName());
      } else {
        method(type, method).ifPresent(models::add);
      }
    }
    JavaName java = Visibility.nameOf(type);
    return new ServiceModel(
        java,
        protoName(java),
        models,
        constructor,
        ours,
        DataScanner.retired(type),
        data.doc(type),
        ElementRef.of(type));
  }

  /** Whether the tag of a method asks for the other tier too. */
  static boolean spills(Element method) {
    EdgeService edge = method.getAnnotation(EdgeService.class);
    CloudService cloud = method.getAnnotation(CloudService.class);
    return (edge != null && edge.spill()) || (cloud != null && cloud.spill());
  }

  private void spillsNowhere(TypeElement type, Element tagged) {
    if (spills(tagged)) {
      Tier other = tagged.getAnnotation(EdgeService.class) == null ? Tier.EDGE : Tier.CLOUD;
      report.add(
          Code.EW1023, ElementRef.of(tagged), tagged.getSimpleName(), type.getSimpleName(), other);
    }
  }

  static ProtoName protoName(JavaName java) {
    return new ProtoName(java.packageName(), java.flat());
  }

  /** Whether generated code can describe the type; what is in the way is reported. */
  boolean mayBeService(TypeElement type) {
    String home = Visibility.packageOf(type);
    if (home.isEmpty()) {
      report.add(Code.EW1012, ElementRef.of(type), type.getSimpleName());
      return false;
    }
    if (!Visibility.isVisibleFrom(type, home)) {
      report.add(Code.EW1020, ElementRef.of(type), type.getSimpleName());
      return false;
    }
    if (!type.getTypeParameters().isEmpty()) {
      report.add(Code.EW1002, ElementRef.of(type), type.getSimpleName());
      return false;
    }
    return true;
  }

  private Optional<MethodModel> method(TypeElement service, ExecutableElement method) {
    Optional<Tier> tier = tier(service, method);
    ExecutableType signature =
        (ExecutableType) types.asMemberOf((DeclaredType) service.asType(), method);
    if (!isCall(service, method, signature) || tier.isEmpty()) {
      return Optional.empty();
    }
    String name = method.getSimpleName().toString();
    Optional<MessageModel> request = request(service, method, signature);
    Optional<MessageModel> response = response(service, method, signature);
    Optional<List<TypeUse>> thrown = faults.scan(method, signature, Visibility.packageOf(service));
    if (request.isEmpty() || response.isEmpty() || thrown.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new MethodModel(
            name,
            request.get(),
            response.get(),
            Streams.item(signature.getReturnType()).isPresent(),
            tier.get(),
            deadline(service, method),
            idempotent(service, method),
            DataScanner.label(method).or(() -> DataScanner.label(service)),
            cascade(method),
            batched(method),
            needs(method).or(() -> needs(service)),
            cached(method),
            scale(service, method),
            resumable(method),
            thrown.get(),
            data.doc(method),
            ElementRef.of(method)));
  }

  /** What goes on elsewhere has run there too. */
  private static boolean idempotent(TypeElement service, ExecutableElement method) {
    return resumable(method)
        || method.getAnnotation(Idempotent.class) != null
        || service.getAnnotation(Idempotent.class) != null;
  }

  private static boolean resumable(ExecutableElement method) {
    return method.getAnnotation(Resumable.class) != null;
  }

  private Optional<Tier> tier(TypeElement service, ExecutableElement method) {
    Optional<Tier> own = tier(method);
    Optional<Tier> tier = own.isPresent() ? own : tier(service);
    if (tier.isEmpty()) {
      report.add(
          Code.EW1009, ElementRef.of(method), method.getSimpleName(), service.getSimpleName());
    }
    return tier;
  }

  private Optional<Tier> tier(Element element) {
    boolean edge = element.getAnnotation(EdgeService.class) != null;
    boolean cloud = element.getAnnotation(CloudService.class) != null;
    if (edge && cloud) {
      report.add(Code.EW1011, ElementRef.of(element), element.getSimpleName());
    }
    if (!edge && !cloud) {
      return Optional.empty();
    }
    return Optional.of(edge ? Tier.EDGE : Tier.CLOUD);
  }

  private boolean isCall(TypeElement service, ExecutableElement method, ExecutableType signature) {
    boolean good = true;
    if (!method.getTypeParameters().isEmpty()) {
      report.add(Code.EW1004, ElementRef.of(method), method.getSimpleName());
      good = false;
    }
    String result = Visibility.qualifiedName(signature.getReturnType());
    if (ASYNCHRONOUS.contains(result)) {
      report.add(
          Code.EW1007,
          ElementRef.of(method),
          method.getSimpleName(),
          signature.getReturnType(),
          service.getSimpleName());
      good = false;
    }
    List<String> problems = new ArrayList<>();
    signature
        .getParameterTypes()
        .forEach(type -> Streams.problemOfParameter(type).ifPresent(problems::add));
    Streams.problemOfResult(signature.getReturnType()).ifPresent(problems::add);
    problems.forEach(
        problem -> report.add(Code.EW1008, ElementRef.of(method), method.getSimpleName(), problem));
    return good && problems.isEmpty();
  }

  private Optional<MessageModel> request(
      TypeElement service, ExecutableElement method, ExecutableType signature) {
    List<FieldModel> fields = new ArrayList<>();
    boolean complete = true;
    for (int i = 0; i < method.getParameters().size(); i++) {
      VariableElement parameter = method.getParameters().get(i);
      TypeMapper.Place place =
          new TypeMapper.Place(
              signature.getParameterTypes().get(i),
              method.getSimpleName() + "(" + parameter.getSimpleName() + ")",
              Visibility.packageOf(service),
              ElementRef.of(parameter));
      Optional<FieldModel> field =
          data.mapper().field(place).map(type -> data.field(parameter, type));
      field.ifPresent(fields::add);
      complete &= field.isPresent();
    }
    return complete ? Optional.of(message(service, method, "Request", fields)) : Optional.empty();
  }

  private Optional<MessageModel> response(
      TypeElement service, ExecutableElement method, ExecutableType signature) {
    if (signature.getReturnType().getKind() == TypeKind.VOID) {
      return Optional.of(message(service, method, "Response", List.of()));
    }
    Optional<TypeMirror> item = Streams.item(signature.getReturnType());
    TypeMapper.Place place =
        new TypeMapper.Place(
            item.orElse(signature.getReturnType()),
            (item.isPresent() ? "an item of " : "the result of ") + method.getSimpleName(),
            Visibility.packageOf(service),
            ElementRef.of(method));
    Optional<FieldType> result =
        item.isPresent() ? data.mapper().item(place) : data.mapper().field(place);
    return result.map(
        type ->
            message(
                service,
                method,
                "Response",
                List.of(FieldModel.plain("result", type, ElementRef.of(method)))));
  }

  private static MessageModel message(
      TypeElement service, ExecutableElement method, String what, List<FieldModel> fields) {
    JavaName java = Visibility.nameOf(service);
    String name = Names.capitalised(method.getSimpleName().toString());
    return new MessageModel(
        new ProtoName(java.packageName(), java.flat() + name + what),
        Optional.empty(),
        java.withSuffix("_Service"),
        true,
        fields,
        what.equals("Request") ? DataScanner.retired(method) : Retired.NONE,
        Optional.empty(),
        "",
        ElementRef.of(method));
  }

  private static Optional<DurationLiteral> deadline(TypeElement service, ExecutableElement method) {
    return deadline(method).or(() -> deadline((Element) service));
  }

  private static Optional<DurationLiteral> deadline(Element element) {
    return Optional.ofNullable(element.getAnnotation(Deadline.class))
        .map(d -> new DurationLiteral(d.value(), ElementRef.of(element)));
  }

  private static Optional<Band> cascade(ExecutableElement method) {
    return Optional.ofNullable(method.getAnnotation(Cascade.class))
        .map(c -> new Band(c.unsureFrom(), c.unsureTo(), ElementRef.of(method)));
  }

  private static Optional<BatchLiteral> batched(ExecutableElement method) {
    return Optional.ofNullable(method.getAnnotation(Batched.class))
        .map(
            b ->
                new BatchLiteral(
                    b.maxBatchSize(),
                    new DurationLiteral(b.timeout(), ElementRef.of(method)),
                    ElementRef.of(method)));
  }

  private static Optional<CacheLiteral> cached(ExecutableElement method) {
    return Optional.ofNullable(method.getAnnotation(Cached.class))
        .map(
            c ->
                new CacheLiteral(
                    new DurationLiteral(c.ttl(), ElementRef.of(method)),
                    c.semantic(),
                    c.similarityThreshold(),
                    c.maxFalseHitRate(),
                    c.same(),
                    ElementRef.of(method)));
  }

  /** Of the cloud only: a method that is tagged for the edge has none from its interface. */
  private static Optional<ScaleLiteral> scale(TypeElement service, ExecutableElement method) {
    return method.getAnnotation(EdgeService.class) == null
        ? scale(method).or(() -> scale(service))
        : Optional.empty();
  }

  private static Optional<ScaleLiteral> scale(Element element) {
    return Optional.ofNullable(element.getAnnotation(CloudService.class))
        .map(CloudService::scale)
        .filter(s -> s.min() != 0 || s.max() != 0 || s.warm() != 0)
        .map(s -> new ScaleLiteral(s.min(), s.max(), s.warm(), ElementRef.of(element)));
  }

  private static Optional<NeedsLiteral> needs(Element element) {
    return Optional.ofNullable(element.getAnnotation(Needs.class))
        .map(n -> new NeedsLiteral(n.accelerator(), n.memory(), ElementRef.of(element)));
  }
}
