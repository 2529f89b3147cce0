package dev.edgewise.processor.scan;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.CloudService;
import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Tier;
import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.BodyModel;
import dev.edgewise.processor.model.MethodModel;
import dev.edgewise.processor.model.ServiceModel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;

/**
 * Scans the class form: a class with tagged methods is a service by these methods, and its own body
 * on the tiers that the tags name.
 */
final class ClassScanner {
  private final ServiceScanner services;
  private final BodyScanner bodies;
  private final Report report;

  ClassScanner(ServiceScanner services, BodyScanner bodies, Report report) {
    this.services = services;
    this.bodies = bodies;
    this.report = report;
  }

  /**
   * What a class is.
   *
   * @param service its tagged methods
   * @param bodies the class itself, once for each tier that hosts any of them
   */
  record Scanned(ServiceModel service, List<BodyModel> bodies) {}

  Optional<Scanned> scan(TypeElement type) {
    if (type.getAnnotation(EdgeService.class) != null
        || type.getAnnotation(CloudService.class) != null) {
      report.add(Code.EW1001, ElementRef.of(type), type.getSimpleName());
      return Optional.empty();
    }
    List<ExecutableElement> tagged =
        Methods.declared(type).stream().filter(ServiceScanner::isTaggedItself).toList();
    if (type.getAnnotation(Body.class) != null) {
      tagged.forEach(m -> report.add(Code.EW1003, ElementRef.of(m), m.getSimpleName()));
      return Optional.empty();
    }
    if (!services.mayBeService(type) || !canBeSubclassed(type) || !canBeOverridden(type, tagged)) {
      return Optional.empty();
    }
    return bodies.needs(type).map(needs -> scanned(type, tagged, needs));
  }

  private boolean canBeSubclassed(TypeElement type) {
    Optional<String> obstacle = obstacle(type);
    obstacle.ifPresent(o -> report.add(Code.EW1022, ElementRef.of(type), type.getSimpleName(), o));
    return obstacle.isEmpty();
  }

  private static Optional<String> obstacle(TypeElement type) {
    if (type.getKind() != ElementKind.CLASS) {
      return Optional.of("no plain class");
    }
    if (type.getNestingKind() == NestingKind.MEMBER
        && !type.getModifiers().contains(Modifier.STATIC)) {
      return Optional.of("an inner class that is not static");
    }
    return one(type.getModifiers(), Modifier.FINAL, Modifier.ABSTRACT, Modifier.SEALED);
  }

  private boolean canBeOverridden(TypeElement type, List<ExecutableElement> tagged) {
    boolean all = true;
    for (ExecutableElement method : tagged) {
      Optional<String> obstacle =
          one(method.getModifiers(), Modifier.FINAL, Modifier.PRIVATE, Modifier.STATIC);
      if (obstacle.isPresent()) {
        all = false;
        report.add(
            Code.EW1021,
            ElementRef.of(method),
            method.getSimpleName(),
            type.getSimpleName(),
            obstacle.get());
      }
    }
    return all;
  }

  private static Optional<String> one(Set<Modifier> has, Modifier... unwanted) {
    return List.of(unwanted).stream().filter(has::contains).map(Modifier::toString).findFirst();
  }

  private Scanned scanned(
      TypeElement type, List<ExecutableElement> tagged, List<BodyModel.Need> needs) {
    ServiceModel service = services.service(type, tagged, Optional.of(needs), true);
    Map<Tier, List<String>> hosted = new EnumMap<>(Tier.class);
    for (MethodModel method : service.methods()) {
      boolean spills =
          tagged.stream()
              .anyMatch(
                  m -> m.getSimpleName().contentEquals(method.name()) && ServiceScanner.spills(m));
      for (Tier tier : Tier.values()) {
        if (spills || method.tier() == tier) {
          hosted.computeIfAbsent(tier, t -> new ArrayList<>()).add(method.name());
        }
      }
    }
    List<BodyModel> models = new ArrayList<>();
    hosted.forEach(
        (tier, methods) ->
            models.add(
                new BodyModel(
                    service.java(), service.java(), tier, methods, needs, ElementRef.of(type))));
    return new Scanned(service, models);
  }
}
