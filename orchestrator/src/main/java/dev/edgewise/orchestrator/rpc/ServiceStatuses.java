package dev.edgewise.orchestrator.rpc;

import dev.edgewise.annotations.Tier;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.overview.MemberStatus;
import dev.edgewise.orchestrator.traffic.CallSummary;
import dev.edgewise.orchestrator.traffic.TrafficPicture;
import dev.edgewise.proto.v1.Label;
import dev.edgewise.proto.v1.MethodOptions;
import dev.edgewise.proto.v1.MethodStatus;
import dev.edgewise.proto.v1.ServiceStatus;
import dev.edgewise.sdk.wire.Protos;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the services that the members of a fleet offer, or offered until they died. */
final class ServiceStatuses {
  private static final double DEFAULT_DEADLINE_MILLIS = 10_000;

  private final ServiceContracts contracts;

  private static final class OneService {
    final List<String> nodes = new ArrayList<>();
    final Map<String, OneMethod> methods = new LinkedHashMap<>();
  }

  private static final class OneMethod {
    MethodOptions options = MethodOptions.getDefaultInstance();
    final List<String> edge = new ArrayList<>();
    final List<String> cloud = new ArrayList<>();
  }

  ServiceStatuses(ServiceContracts contracts) {
    this.contracts = contracts;
  }

  List<ServiceStatus> of(List<MemberStatus> members, TrafficPicture traffic) {
    Map<String, OneService> services = new TreeMap<>();
    for (MemberStatus member : members) {
      boolean offers = member.standing().state().inView();
      for (OfferedService offered : member.registration().services()) {
        OneService service = services.computeIfAbsent(offered.name(), name -> new OneService());
        if (offers) {
          service.nodes.add(member.name());
        }
        add(service, member, offered, offers);
      }
    }
    List<ServiceStatus> statuses = new ArrayList<>();
    services.forEach((name, service) -> statuses.add(status(name, service, traffic)));
    return statuses;
  }

  private void add(
      OneService service, MemberStatus member, OfferedService offered, boolean offers) {
    Map<String, MethodOptions> options = contracts.of(offered);
    // In the order of the source, as far as it is known.
    options.keySet().stream()
        .filter(offered.methods()::contains)
        .forEach(name -> service.methods.computeIfAbsent(name, key -> new OneMethod()));
    for (String name : offered.methods()) {
      OneMethod method = service.methods.computeIfAbsent(name, key -> new OneMethod());
      method.options = options.getOrDefault(name, method.options);
      if (offers) {
        boolean edge = member.registration().node().tier() == Tier.EDGE;
        (edge ? method.edge : method.cloud).add(member.name());
      }
    }
  }

  private static ServiceStatus status(String name, OneService service, TrafficPicture traffic) {
    ServiceStatus.Builder status = ServiceStatus.newBuilder().setName(name);
    status.addAllNodes(service.nodes);
    service.methods.forEach(
        (method, known) ->
            status.addMethods(status(method, known, traffic.methods().get(name + "/" + method))));
    return status.build();
  }

  private static MethodStatus status(
      String name, OneMethod method, TrafficPicture.@Nullable OfMethod calls) {
    MethodOptions options = method.options;
    MethodStatus.Builder status =
        MethodStatus.newBuilder()
            .setName(name)
            .setPreferredTier(FleetStatusWriter.word(options.getTier()))
            .setDeadlineMillis(
                options.getDeadlineMillis() == 0
                    ? DEFAULT_DEADLINE_MILLIS
                    : options.getDeadlineMillis())
            .setIdempotent(options.getIdempotent())
            .setLabel(label(options.getLabel()))
            .setCascade(options.hasCascade())
            .addAllEdgeNodes(method.edge)
            .addAllCloudNodes(method.cloud);
    if (calls == null) {
      return status.setCalls(FleetStatusWriter.calls(CallSummary.NONE)).build();
    }
    status.setCalls(FleetStatusWriter.calls(calls.calls()));
    calls.recentPerSecond().forEach(value -> status.addRecentPerSecond(Numbers.round(value)));
    calls.recentP99Millis().forEach(value -> status.addRecentP99Millis(Numbers.round(value)));
    return status.build();
  }

  private static String label(Label label) {
    return Protos.fromProto(label).map(Protos::labelText).orElse("internal");
  }
}
