package dev.edgewise.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule finds what it is there for. */
@TestInstance(Lifecycle.PER_CLASS)
final class ChartRulesTest {
  private String good;

  @BeforeAll
  void render(@TempDir Path folder) {
    good = new Chart(folder).render("keda").replace("\r", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "livenessProbe: | livenesProbe: | there is no field StatefulSet",
        "path: /health/ready | path: /health/live | is ready without being asked for it",
        "failureThreshold: 60 | failureThreshold: 6 | has no two minutes to start",
        "failureThreshold: 6\\n"
            + "          lifecycle | failureThreshold: 2\\n"
            + "          lifecycle | is killed within 30 s",
        "scheme: HTTPS | scheme: HTTP | is asked in plain text",
        "preStop: | postStart: | is stopped while calls are still sent to it",
        "terminationGracePeriodSeconds: 50 | terminationGracePeriodSeconds: 30 | is killed while it"
            + " drains",
        "runAsNonRoot: true | runAsNonRoot: false | may run as root",
        "runAsUser: 65532 | runAsUser: 0 | has no user that is a number",
        "fsGroupChangePolicy: OnRootMismatch\\n"
            + "        seccompProfile: {type: RuntimeDefault} | seccompProfile: {type: Unconfined}"
            + " | has no seccomp profile",
        "enableServiceLinks: false | hostNetwork: true | shares namespaces of its host",
        "automountServiceAccountToken: false\\n      enable | enable | has a token",
        "serviceAccountName: fleet | serviceAccountName: other | has no ServiceAccount",
        "emptyDir: {sizeLimit: 256Mi} | hostPath: {path: /tmp} | mounts a folder of its host",
        "allowPrivilegeEscalation: false | allowPrivilegeEscalation: true | may gain privileges",
        "privileged: false | privileged: true | is privileged",
        "readOnlyRootFilesystem: true | readOnlyRootFilesystem: false | writes to its image",
        "capabilities: {drop: [ALL]} | capabilities: {drop: [NET_RAW]} | keeps capabilities",
        "image: edgewise:0.1.0 | image: edgewise | has no version",
        "image: edgewise:0.1.0 | image: edgewise:latest | runs what is latest",
        "memory: 2Gi | ephemeral-storage: 2Gi | has no limit of memory",
        "command: [\"/opt/edgewise/java/bin/java\"] | command: [sh, -c] | needs a shell",
        "{name: tls, mountPath | {name: keys, mountPath | mounts nothing at",
        "mountPath: /tmp | mountPath: /temp | has nowhere to unpack native libraries",
        "topologySpreadConstraints: | x: | may have all its pods on one machine",
        "serviceName: fleet-edgewise-east1 | serviceName: other | its Service is missing",
        "containerPort: 7501 | containerPort: 7502 | leads to a port that is not there",
        "maxUnavailable: 1 | maxUnavailable: 0 | keeps machines from being emptied",
        "policyTypes: [Ingress, Egress] | policyTypes: [Ingress] | leaves a direction open",
        "ports: [{port: 7443}]\\n    - from | x: []\\n    - from | there is no field NetworkPolicy",
        "ports: [{port: 7501}] | ports: [] | lets everybody in",
        "ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}] | ports: [] | lets"
            + " everything out",
        "type: external-push | type: external | is not scaled by what the orchestrator pushes",
        "enableTLS: \"true\" | enableTLS: \"false\" | asks the orchestrator in plain text",
        "name: fleet-edgewise-west1\\n"
            + "  pollingInterval | name: other\\n"
            + "  pollingInterval | scales what is not there",
        "serviceName: fleet-edgewise-east1 | replicas: 3\\n"
            + "  serviceName: fleet-edgewise-east1 | is scaled by two",
      })
  void a_fault_is_found(String what, String fault, String complaint) {
    String from = what.replace("\\n", "\n");
    assertThat(good).contains(from);
    assertThat(
            ChartRules.complaints(Manifests.parse(good.replace(from, fault.replace("\\n", "\n")))))
        .anyMatch(found -> found.contains(complaint));
  }
}
