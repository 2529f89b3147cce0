package dev.edgewise.deploy;

import static java.util.Objects.requireNonNullElse;

import dev.edgewise.deploy.Manifests.PodOf;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must hold of whatever the chart renders. Each rule says what it found, in a sentence. */
final class ChartRules {
  private static final int CLOSING_SECONDS = 10;

  private final Manifests manifests;
  private final List<String> complaints = new ArrayList<>();

  private ChartRules(Manifests manifests) {
    this.manifests = manifests;
  }

  /** All that is wrong; empty when nothing is. */
  static List<String> complaints(Manifests manifests) {
    ChartRules rules = new ChartRules(manifests);
    manifests
        .unknownFields()
        .forEach(field -> rules.complain("there is no field " + field + " in Kubernetes"));
    rules.namesAreDistinct();
    manifests.pods().forEach(rules::pod);
    manifests.of(StatefulSet.class).forEach(rules::selectsItsOwnPods);
    manifests.of(Service.class).forEach(rules::service);
    manifests.of(NetworkPolicy.class).forEach(rules::networkPolicy);
    manifests.of(PodDisruptionBudget.class).forEach(rules::disruptionBudget);
    rules.allPodsHaveAPolicyOrNone();
    rules.oneControllerForEachNumber();
    return List.copyOf(rules.complaints);
  }

  private void complain(String what) {
    complaints.add(what);
  }

  private void demand(boolean holds, String otherwise) {
    if (!holds) {
      complain(otherwise);
    }
  }

  private void namesAreDistinct() {
    Set<String> seen = new HashSet<>();
    for (HasMetadata each : manifests.all()) {
      String name = each.getKind() + " " + each.getMetadata().getName();
      demand(seen.add(name), name + " is there twice");
      demand(
          each.getMetadata().getLabels().containsKey("app.kubernetes.io/instance"),
          name + " does not say of which release it is");
    }
  }

  // ---------------------------------------------------------------- restricted Pod Security

  private void pod(PodOf pod) {
    String name = pod.name();
    PodSecurityContext context = pod.spec().getSecurityContext();
    demand(Boolean.TRUE.equals(context.getRunAsNonRoot()), name + " may run as root");
    demand(
        requireNonNullElse(context.getRunAsUser(), 0L) > 0, name + " has no user that is a number");
    demand(
        "RuntimeDefault".equals(context.getSeccompProfile().getType()),
        name + " has no seccomp profile");
    demand(
        !Boolean.TRUE.equals(pod.spec().getHostNetwork())
            && !Boolean.TRUE.equals(pod.spec().getHostPID()),
        name + " shares namespaces of its host");
    demand(
        Boolean.FALSE.equals(pod.spec().getAutomountServiceAccountToken()),
        name + " has a token for Kubernetes' API");
    demand(
        manifests
            .of(ServiceAccount.class)
            .anyMatch(
                account ->
                    account.getMetadata().getName().equals(pod.spec().getServiceAccountName())),
        name + " has no ServiceAccount of this chart");
    pod.spec()
        .getVolumes()
        .forEach(
            volume -> demand(volume.getHostPath() == null, name + " mounts a folder of its host"));
    pod.spec().getContainers().forEach(container -> container(name, container));
    if (pod.serves()) {
      serving(pod);
    }
  }

  private void container(String pod, Container container) {
    String name = pod + "/" + container.getName();
    SecurityContext context = container.getSecurityContext();
    demand(
        Boolean.FALSE.equals(context.getAllowPrivilegeEscalation()), name + " may gain privileges");
    demand(Boolean.FALSE.equals(context.getPrivileged()), name + " is privileged");
    demand(Boolean.TRUE.equals(context.getReadOnlyRootFilesystem()), name + " writes to its image");
    demand(
        context.getCapabilities().getDrop().equals(List.of("ALL")), name + " keeps capabilities");
    demand(container.getImage().matches(".+(:[^/:]+|@sha256:.+)"), name + " has no version");
    demand(!container.getImage().endsWith(":latest"), name + " runs what is latest");
    demand(
        !container.getResources().getRequests().isEmpty()
            && container.getResources().getLimits().containsKey("memory"),
        name + " has no limit of memory");
    demand(
        container.getCommand().equals(List.of("/opt/edgewise/java/bin/java")),
        name + " needs a shell");
    Set<String> volumes = new HashSet<>();
    manifests.pods().stream()
        .filter(each -> each.name().equals(pod))
        .forEach(each -> each.spec().getVolumes().forEach(volume -> volumes.add(volume.getName())));
    manifests
        .of(StatefulSet.class)
        .filter(set -> set.getMetadata().getName().equals(pod))
        .flatMap(set -> set.getSpec().getVolumeClaimTemplates().stream())
        .forEach(claim -> volumes.add(claim.getMetadata().getName()));
    container
        .getVolumeMounts()
        .forEach(
            mount ->
                demand(volumes.contains(mount.getName()), name + " mounts nothing at " + mount));
    demand(
        container.getVolumeMounts().stream().anyMatch(mount -> mount.getMountPath().equals("/tmp")),
        name + " has nowhere to unpack native libraries");
  }

  // ---------------------------------------------------------------- probes and the end

  private void serving(PodOf pod) {
    String name = pod.name();
    Container container = pod.container();
    Probe startup = container.getStartupProbe();
    Probe readiness = container.getReadinessProbe();
    Probe liveness = container.getLivenessProbe();
    demand(
        startup != null && readiness != null && liveness != null, name + " lacks one of 3 probes");
    if (startup == null || readiness == null || liveness == null) {
      return;
    }
    demand("/health/ready".equals(path(readiness)), name + " is ready without being asked for it");
    demand("/health/live".equals(path(liveness)), name + " is killed for what others do");
    demand(
        startup.getFailureThreshold() * startup.getPeriodSeconds() >= 120,
        name + " has no two minutes to start");
    demand(
        liveness.getFailureThreshold() * liveness.getPeriodSeconds() >= 30,
        name + " is killed within 30 s");
    for (Probe probe : List.of(startup, readiness, liveness)) {
      demand("HTTPS".equals(probe.getHttpGet().getScheme()), name + " is asked in plain text");
    }
    Lifecycle lifecycle = container.getLifecycle();
    Long sleep =
        lifecycle == null
                || lifecycle.getPreStop() == null
                || lifecycle.getPreStop().getSleep() == null
            ? null
            : lifecycle.getPreStop().getSleep().getSeconds();
    demand(sleep != null, name + " is stopped while calls are still sent to it");
    demand(
        pod.spec().getTerminationGracePeriodSeconds()
            >= requireNonNullElse(sleep, 0L) + drainSeconds(name) + CLOSING_SECONDS,
        name + " is killed while it drains");
  }

  private static @Nullable String path(Probe probe) {
    return probe.getHttpGet() == null ? null : probe.getHttpGet().getPath();
  }

  /** As its configuration says. */
  private long drainSeconds(String name) {
    return manifests
        .of(ConfigMap.class)
        .filter(map -> map.getMetadata().getName().equals(name))
        .flatMap(map -> map.getData().values().stream())
        .flatMap(String::lines)
        .filter(line -> line.startsWith("drain: "))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(10);
  }

  // ---------------------------------------------------------------- who selects whom

  private void selectsItsOwnPods(StatefulSet set) {
    String name = set.getMetadata().getName();
    demand(
        selects(set.getSpec().getSelector(), name),
        name + " does not select the pods that it makes");
    demand(
        podsOf(set.getSpec().getSelector().getMatchLabels()).size() == 1,
        name + " selects pods of others");
    demand(
        manifests
            .of(Service.class)
            .anyMatch(
                service -> service.getMetadata().getName().equals(set.getSpec().getServiceName())),
        name + " gives its pods no names: its Service is missing");
    if (!name.endsWith("-orchestrator")) {
      demand(
          set.getSpec().getTemplate().getSpec().getTopologySpreadConstraints().size() == 2,
          name + " may have all its pods on one machine");
    }
  }

  private void service(Service service) {
    String name = service.getMetadata().getName();
    List<PodOf> pods = podsOf(service.getSpec().getSelector());
    demand(pods.size() == 1, "Service " + name + " leads to " + pods.size() + " sets of pods");
    pods.forEach(
        pod ->
            service
                .getSpec()
                .getPorts()
                .forEach(
                    port ->
                        demand(
                            pod.container().getPorts().stream()
                                .anyMatch(
                                    own ->
                                        own.getName().equals(port.getTargetPort().getStrVal())
                                            && Objects.equals(
                                                own.getContainerPort(), port.getPort())),
                            "Service " + name + " leads to a port that is not there")));
  }

  private void disruptionBudget(PodDisruptionBudget budget) {
    demand(
        podsOf(budget.getSpec().getSelector().getMatchLabels()).size() == 1,
        "PodDisruptionBudget " + budget.getMetadata().getName() + " is of no set of pods");
    demand(
        budget.getSpec().getMaxUnavailable() != null
            && !"0".equals(String.valueOf(budget.getSpec().getMaxUnavailable().getValue())),
        "PodDisruptionBudget "
            + budget.getMetadata().getName()
            + " keeps machines from being emptied");
  }

  private void networkPolicy(NetworkPolicy policy) {
    String name = policy.getMetadata().getName();
    demand(
        Set.copyOf(policy.getSpec().getPolicyTypes()).equals(Set.of("Ingress", "Egress")),
        "NetworkPolicy " + name + " leaves a direction open");
    Map<String, String> selector = policy.getSpec().getPodSelector().getMatchLabels();
    demand(
        policy.getSpec().getPodSelector().getMatchExpressions().isEmpty(),
        "NetworkPolicy " + name + " selects in a way that is not looked at here");
    demand(
        !selector.isEmpty() && (!podsOf(selector).isEmpty() || name.endsWith("-nodes")),
        "NetworkPolicy " + name + " is of nobody");
    policy
        .getSpec()
        .getIngress()
        .forEach(
            rule ->
                demand(
                    !rule.getFrom().isEmpty() && !rule.getPorts().isEmpty(),
                    "NetworkPolicy " + name + " lets everybody in"));
    policy
        .getSpec()
        .getEgress()
        .forEach(
            rule ->
                demand(
                    !rule.getTo().isEmpty() && !rule.getPorts().isEmpty(),
                    "NetworkPolicy " + name + " lets everything out"));
  }

  private void allPodsHaveAPolicyOrNone() {
    List<NetworkPolicy> policies = manifests.of(NetworkPolicy.class).toList();
    if (policies.isEmpty()) {
      return;
    }
    for (PodOf pod : manifests.pods()) {
      demand(
          !pod.serves()
              || policies.stream()
                  .anyMatch(policy -> selects(policy.getSpec().getPodSelector(), pod.name())),
          pod.name() + " is under no NetworkPolicy");
    }
  }

  /** KEDA, or the chart. */
  private void oneControllerForEachNumber() {
    Map<String, StatefulSet> sets =
        manifests
            .of(StatefulSet.class)
            .collect(Collectors.toMap(set -> set.getMetadata().getName(), set -> set));
    manifests
        .ofKind("ScaledObject")
        .forEach(
            scaled -> {
              StatefulSet target =
                  sets.get(String.valueOf(scaled.<Object>get("spec", "scaleTargetRef", "name")));
              demand(target != null, scaled.getMetadata().getName() + " scales what is not there");
              demand(
                  target == null || target.getSpec().getReplicas() == null,
                  scaled.getMetadata().getName() + " is scaled by two");
              List<?> triggers = scaled.get("spec", "triggers");
              demand(
                  triggers.size() == 1 && triggers.toString().contains("type=external-push"),
                  scaled.getMetadata().getName()
                      + " is not scaled by what the orchestrator pushes");
              demand(
                  triggers.toString().contains("enableTLS=true")
                      && triggers.toString().contains("authenticationRef"),
                  scaled.getMetadata().getName() + " asks the orchestrator in plain text");
            });
  }

  private boolean selects(LabelSelector selector, String pod) {
    return podsOf(selector.getMatchLabels()).stream().anyMatch(each -> each.name().equals(pod));
  }

  /** Those that serve and have all of these labels. */
  private List<PodOf> podsOf(Map<String, String> labels) {
    return manifests.pods().stream()
        .filter(pod -> pod.serves())
        .filter(pod -> pod.metadata().getLabels().entrySet().containsAll(labels.entrySet()))
        .toList();
  }
}
