package dev.edgewise.cli.train;

import dev.edgewise.cli.shell.Problem;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.training.JobSpec;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A job as Kubernetes runs it: an Indexed Job whose pods find each other by a headless service, and
 * its files as a ConfigMap. The engine of the training is the same; what stands around it, restarts
 * of single pods and the queue, is then Kubernetes' matter. Pure.
 */
final class KubernetesJob {
  /** The most that a ConfigMap takes is 1 MiB. */
  private static final int MOST_BYTES = 900_000;

  private static final int USUAL_PORT = 29_500;

  private KubernetesJob() {}

  /** A file of the job. */
  record Text(String name, byte[] bytes) {}

  static String render(JobSpec spec, String image, List<Text> files) {
    long bytes = files.stream().mapToLong(each -> each.bytes().length).sum();
    if (bytes > MOST_BYTES) {
      throw new Problem(
              ErrorCode.BAD_USAGE,
              "the job's files do not fit into a ConfigMap",
              "they have " + bytes + " bytes, and " + MOST_BYTES + " fit",
              "put the data into the image or a volume, and leave them out of the job's file")
          .failure();
    }
    String name = name(spec.name());
    StringBuilder yaml = new StringBuilder();
    service(yaml, name);
    files(yaml, name, files);
    job(yaml, name, spec, image);
    return yaml.toString();
  }

  /** What Kubernetes takes for a name. */
  private static String name(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    return plain.substring(0, Math.min(50, plain.length())).replaceAll("-+$", "");
  }

  private static void service(StringBuilder yaml, String name) {
    yaml.append("apiVersion: v1\nkind: Service\nmetadata:\n  name: ")
        .append(name)
        .append("\nspec:\n  clusterIP: None\n  publishNotReadyAddresses: true\n  selector:\n")
        .append("    job-name: ")
        .append(name)
        .append("\n---\n");
  }

  private static void files(StringBuilder yaml, String name, List<Text> files) {
    yaml.append("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ")
        .append(name)
        .append("-files\n");
    StringBuilder text = new StringBuilder();
    StringBuilder binary = new StringBuilder();
    for (Text each : files) {
      if (isText(each.bytes())) {
        text.append("  ")
            .append(each.name())
            .append(": ")
            .append(quoted(new String(each.bytes(), StandardCharsets.UTF_8)))
            .append('\n');
      } else {
        binary
            .append("  ")
            .append(each.name())
            .append(": ")
            .append(Base64.getEncoder().encodeToString(each.bytes()))
            .append('\n');
      }
    }
    yaml.append(text.isEmpty() ? "" : "data:\n" + text)
        .append(binary.isEmpty() ? "" : "binaryData:\n" + binary)
        .append("---\n");
  }

  private static boolean isText(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes))
          .chars()
          .noneMatch(each -> each == 0);
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static void job(StringBuilder yaml, String name, JobSpec spec, String image) {
    int port = spec.masterPort() == 0 ? USUAL_PORT : spec.masterPort();
    line(yaml, 0, "apiVersion: batch/v1");
    line(yaml, 0, "kind: Job");
    line(yaml, 0, "metadata:");
    line(yaml, 2, "name: " + name);
    line(yaml, 2, "labels: {app.kubernetes.io/managed-by: edgewise}");
    line(yaml, 0, "spec:");
    line(yaml, 2, "completionMode: Indexed");
    line(yaml, 2, "completions: " + spec.worldSize());
    line(yaml, 2, "parallelism: " + spec.worldSize());
    line(yaml, 2, "backoffLimit: " + spec.restarts() * spec.worldSize());
    line(yaml, 2, "activeDeadlineSeconds: " + spec.longest().toSeconds());
    line(yaml, 2, "template:");
    line(yaml, 4, "spec:");
    line(yaml, 6, "restartPolicy: Never");
    line(yaml, 6, "subdomain: " + name);
    line(yaml, 6, "nodeSelector: {topology.kubernetes.io/zone: " + quoted(spec.zone()) + "}");
    line(yaml, 6, "containers:");
    line(yaml, 8, "- name: rank");
    line(yaml, 10, "image: " + quoted(image));
    line(yaml, 10, "workingDir: /edgewise/files");
    line(yaml, 10, "command:");
    line(yaml, 12, "- python3");
    line(yaml, 12, "- " + quoted(spec.script().name()));
    spec.parameters()
        .forEach(
            (key, value) -> {
              line(yaml, 12, "- " + quoted("--" + key));
              line(yaml, 12, "- " + quoted(value));
            });
    line(yaml, 10, "env:");
    line(yaml, 12, "- name: RANK");
    line(yaml, 14, "valueFrom:");
    line(yaml, 16, "fieldRef:");
    line(yaml, 18, "fieldPath: metadata.annotations['batch.kubernetes.io/job-completion-index']");
    variable(yaml, "LOCAL_RANK", "0");
    variable(yaml, "WORLD_SIZE", "" + spec.worldSize());
    variable(yaml, "MASTER_ADDR", name + "-0." + name);
    variable(yaml, "MASTER_PORT", "" + port);
    variable(yaml, "PYTHONUNBUFFERED", "1");
    if (spec.cpus() > 0) {
      variable(yaml, "OMP_NUM_THREADS", "" + spec.cpus());
    }
    variable(yaml, "EDGEWISE_TRAINING_DATA", "/edgewise/files");
    variable(yaml, "EDGEWISE_TRAINING_CHECKPOINTS", "/edgewise/checkpoints");
    variable(yaml, "EDGEWISE_TRAINING_OUTPUT", "/edgewise/output");
    spec.parent()
        .ifPresent(
            parent ->
                variable(yaml, "EDGEWISE_TRAINING_PARENT", "/edgewise/files/" + parent.name()));
    line(yaml, 10, "resources:");
    line(yaml, 12, "requests: {memory: \"" + spec.memory() + "\"}");
    line(
        yaml,
        12,
        "limits: {memory: \""
            + spec.memory()
            + "\""
            + (spec.cpus() == 0 ? "" : ", cpu: \"" + spec.cpus() + "\"")
            + "}");
    line(yaml, 10, "volumeMounts:");
    line(yaml, 12, "- {name: files, mountPath: /edgewise/files}");
    line(yaml, 12, "- {name: checkpoints, mountPath: /edgewise/checkpoints}");
    line(yaml, 12, "- {name: output, mountPath: /edgewise/output}");
    line(yaml, 6, "volumes:");
    line(yaml, 8, "- {name: files, configMap: {name: " + name + "-files}}");
    line(yaml, 6 + 2, "# Claims here keep checkpoints and outputs beyond a pod.");
    line(yaml, 8, "- {name: checkpoints, emptyDir: {}}");
    line(yaml, 8, "- {name: output, emptyDir: {}}");
  }

  private static void variable(StringBuilder yaml, String name, String value) {
    line(yaml, 12, "- {name: " + name + ", value: " + quoted(value) + "}");
  }

  private static void line(StringBuilder yaml, int indent, String text) {
    yaml.append(" ".repeat(indent)).append(text).append('\n');
  }

  /** A string of YAML, as JSON writes it. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      switch (each) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (each < ' ') {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) each));
          } else {
            quoted.append(each);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
