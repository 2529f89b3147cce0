package dev.edgewise.processor.check;

import dev.edgewise.annotations.Tier;
import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.model.BodyModel;
import dev.edgewise.processor.model.CompilationModel;
import dev.edgewise.processor.model.MethodModel;
import dev.edgewise.processor.model.ServiceModel;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A service has one body a tier; where there are bodies, each method is offered by one, and one
 * with a cascade by two. A compilation without bodies is a jar of interfaces and complete; so is
 * one with bodies of a service from another jar, whose other bodies may be elsewhere.
 */
final class BodyRule implements Rule {
  @Override
  public void check(CompilationModel model, Report report) {
    for (ServiceModel service : model.services().values()) {
      List<BodyModel> bodies =
          model.bodies().values().stream().filter(b -> b.service().equals(service.java())).toList();
      onePerTier(service, bodies, report);
      if (service.ours() && !bodies.isEmpty()) {
        service.methods().forEach(method -> offered(service, method, bodies, report));
      }
    }
  }

  private static void onePerTier(ServiceModel service, List<BodyModel> bodies, Report report) {
    Map<Tier, BodyModel> byTier = new EnumMap<>(Tier.class);
    for (BodyModel body : bodies) {
      BodyModel other = byTier.putIfAbsent(body.tier(), body);
      if (other != null) {
        report.add(
            Code.EW4009,
            body.source(),
            other.java().nested(),
            body.java().nested(),
            service.java().nested(),
            body.tier());
      }
    }
  }

  private static void offered(
      ServiceModel service, MethodModel method, List<BodyModel> bodies, Report report) {
    List<Tier> tiers =
        bodies.stream()
            .filter(b -> b.methods().contains(method.name()))
            .map(BodyModel::tier)
            .toList();
    String name = service.java().nested();
    if (tiers.isEmpty()) {
      String all = bodies.stream().map(b -> b.java().nested()).collect(Collectors.joining(" or "));
      report.add(Code.EW4010, method.source(), method.name(), name, all);
    } else if (method.cascade().isPresent()) {
      for (Tier tier : Tier.values()) {
        if (!tiers.contains(tier)) {
          report.add(Code.EW4011, method.source(), method.name(), name, tier);
        }
      }
    }
  }
}
