package dev.edgewise.processor.scan;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Batched;
import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Cached;
import dev.edgewise.annotations.CloudService;
import dev.edgewise.annotations.Confidence;
import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Field;
import dev.edgewise.annotations.Needs;
import dev.edgewise.annotations.RenamedFrom;
import dev.edgewise.annotations.Reserved;
import dev.edgewise.annotations.Resumable;
import dev.edgewise.annotations.Sensitive;
import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.BodyModel;
import dev.edgewise.processor.model.CompilationModel;
import dev.edgewise.processor.model.EnumModel;
import dev.edgewise.processor.model.JavaName;
import dev.edgewise.processor.model.MessageModel;
import dev.edgewise.processor.model.ProtoName;
import dev.edgewise.processor.model.ServiceModel;
import java.lang.annotation.Annotation;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/**
 * Scans round by round. A type that uses one that does not exist yet waits for the next round,
 * because another processor may write it; when none does, the compiler itself reports it and
 * nothing is said here. Not thread-safe.
 */
public final class SourceScanner {
  /** Annotations that make a type interesting. */
  private static final List<Class<? extends Annotation>> ROOTS =
      List.of(
          EdgeService.class,
          CloudService.class,
          Body.class,
          Batched.class,
          Cached.class,
          Needs.class,
          Resumable.class,
          Field.class,
          Reserved.class,
          RenamedFrom.class,
          Sensitive.class,
          Confidence.class);

  /** Annotations that a method of a service may have and no other, and what is said of others. */
  private static final List<Only> OF_SERVICES_ONLY =
      List.of(
          new Only(Batched.class, Code.EW1028),
          new Only(Needs.class, Code.EW1031),
          new Only(Cached.class, Code.EW1037),
          new Only(Resumable.class, Code.EW1039));

  private record Only(Class<? extends Annotation> annotation, Code code) {}

  private final Elements elements;
  private final Types types;
  private final Set<String> sources = new HashSet<>();
  private SortedSet<String> waiting = new TreeSet<>();

  private final SortedMap<JavaName, ServiceModel> services = new TreeMap<>();
  private final SortedMap<JavaName, BodyModel> bodies = new TreeMap<>();
  private final SortedMap<ProtoName, MessageModel> messages = new TreeMap<>();
  private final SortedMap<ProtoName, EnumModel> enums = new TreeMap<>();

  /** Scans with what the compiler has. */
  public SourceScanner(Elements elements, Types types) {
    this.elements = requireNonNull(elements, "elements");
    this.types = requireNonNull(types, "types");
  }

  /** Scans what the round has brought, and returns whether the model has grown. */
  public boolean scan(RoundEnvironment round, Report report) {
    for (Element root : round.getRootElements()) {
      if (root instanceof TypeElement type) {
        sources.add(type.getQualifiedName().toString());
      }
    }
    SortedSet<String> names = waiting;
    waiting = new TreeSet<>();
    for (Class<? extends Annotation> annotation : ROOTS) {
      for (Element element : round.getElementsAnnotatedWith(annotation)) {
        names.add(typeOf(element).getQualifiedName().toString());
      }
    }
    boolean grown = false;
    for (String name : names) {
      TypeElement type = elements.getTypeElement(name);
      grown |= type != null && scan(type, report);
    }
    return grown;
  }

  /** Whether types wait for others that do not exist yet. */
  public boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** All that has been scanned so far. */
  public CompilationModel model() {
    return new CompilationModel(services, bodies, messages, enums);
  }

  private boolean scan(TypeElement type, Report report) {
    Report own = new Report();
    DataScanner data = new DataScanner(elements, types, this::isSource, own);
    BodyScanner bodyScanner = new BodyScanner(elements, types, own);
    SortedMap<JavaName, ServiceModel> foundServices = new TreeMap<>();
    SortedMap<JavaName, BodyModel> foundBodies = new TreeMap<>();
    ofServicesOnly(type, own);
    ServiceScanner serviceScanner = new ServiceScanner(types, own, data);
    if (ServiceScanner.isTagged(type) && type.getKind().isInterface()) {
      serviceScanner.scan(type, true).ifPresent(s -> foundServices.put(s.java(), s));
    } else if (ServiceScanner.isTagged(type)) {
      new ClassScanner(serviceScanner, bodyScanner, own)
          .scan(type)
          .ifPresent(
              scanned -> {
                foundServices.put(scanned.service().java(), scanned.service());
                scanned.bodies().forEach(body -> foundBodies.put(body.definition(), body));
              });
    }
    if (type.getAnnotation(Body.class) != null) {
      bodyScanner
          .scan(type)
          .ifPresent(
              scanned -> {
                foundBodies.put(scanned.model().definition(), scanned.model());
                if (!isSource(scanned.service())) {
                  foreignService(scanned, own, data).ifPresent(s -> foundServices.put(s.java(), s));
                }
              });
    }
    if (type.getKind() == ElementKind.RECORD || type.getKind() == ElementKind.ENUM) {
      loneData(type, data, own);
    } else if (isTravellingException(type, data)) {
      data.use(type, Visibility.packageOf(type));
    }
    data.drain();
    if (data.isUnresolved() || bodyScanner.isUnresolved()) {
      waiting.add(type.getQualifiedName().toString());
      return false;
    }
    report.addAll(own);
    services.putAll(foundServices);
    bodies.putAll(foundBodies);
    messages.putAll(data.messages());
    enums.putAll(data.enums());
    return true;
  }

  /**
   * A service whose interface lies in another jar: described there already, known here only for its
   * body.
   */
  private Optional<ServiceModel> foreignService(
      BodyScanner.Scanned scanned, Report own, DataScanner data) {
    JavaName definition = Visibility.nameOf(scanned.service()).withSuffix("_Service");
    if (elements.getTypeElement(definition.canonical()) == null) {
      own.add(
          Code.EW4012,
          scanned.model().source(),
          scanned.service().getQualifiedName(),
          definition.canonical());
    }
    return new ServiceScanner(types, new Report(), data).scan(scanned.service(), false);
  }

  /**
   * Reports what is marked where no caller sees it: on a method that is none of a service. {@code
   * Needs} may stand on a whole service, too.
   */
  private static void ofServicesOnly(TypeElement type, Report own) {
    if (type.getAnnotation(Needs.class) != null && !ServiceScanner.isTagged(type)) {
      own.add(Code.EW1031, ElementRef.of(type), type.getSimpleName());
    }
    boolean isInterface = ServiceScanner.isTagged(type) && type.getKind().isInterface();
    for (ExecutableElement method : Methods.declared(type)) {
      boolean ofService =
          isInterface ? Methods.isAbstract(method) : ServiceScanner.isTaggedItself(method);
      if (!ofService) {
        OF_SERVICES_ONLY.stream()
            .filter(only -> method.getAnnotation(only.annotation()) != null)
            .forEach(
                only ->
                    own.add(
                        only.code(),
                        ElementRef.of(method),
                        method.getSimpleName(),
                        type.getSimpleName()));
      }
    }
  }

  /**
   * A record or enum that carries our annotations: a jar of data without services has codecs, so
   * that all users share them.
   */
  private void loneData(TypeElement type, DataScanner data, Report own) {
    String home = Visibility.packageOf(type);
    if (!home.isEmpty()
        && Visibility.isVisibleFrom(type, home)
        && type.getTypeParameters().isEmpty()) {
      data.use(type, home);
    } else {
      own.add(Code.EW2005, ElementRef.of(type), type.getSimpleName(), type.getQualifiedName());
    }
  }

  /**
   * An exception that carries our annotations travels like such a record; one that cannot travel is
   * none of ours until a method declares it.
   */
  private static boolean isTravellingException(TypeElement type, DataScanner data) {
    String home = Visibility.packageOf(type);
    return switch (ExceptionScanner.kind(type.asType())) {
      case CHECKED, UNCHECKED ->
          data.lookAt(type, home) instanceof ExceptionScanner.Found.Parts
              && data.canTravel(type, home);
      case NO_EXCEPTION, UNRESOLVED -> false;
    };
  }

  private boolean isSource(TypeElement type) {
    return sources.contains(Visibility.outermost(type).getQualifiedName().toString());
  }

  private static TypeElement typeOf(Element element) {
    Element at = element;
    while (!(at instanceof TypeElement)) {
      at = Visibility.enclosing(at);
    }
    return (TypeElement) at;
  }
}
