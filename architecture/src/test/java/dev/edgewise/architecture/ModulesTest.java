package dev.edgewise.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The table "may use" of docs/inside.md. Who may use {@code sdk} may also use {@code annotations}
 * and {@code core}, whose types stand in the SDK's signatures. The JDK and JSpecify are open to
 * all; every other library is named in the row of the module that needs it.
 */
final class ModulesTest {
  private static final String ANNOTATIONS = "dev.edgewise.annotations..";
  private static final String CORE = "dev.edgewise.core..";
  private static final String PROTO = "dev.edgewise.proto..";
  private static final String SDK = "dev.edgewise.sdk..";
  private static final String SDK_API = "dev.edgewise.sdk.api..";
  private static final String SDK_SPI = "dev.edgewise.sdk.spi..";
  private static final String SERVING = "dev.edgewise.serving..";
  private static final String DAEMON = "dev.edgewise.daemon..";
  private static final String AGENT = "dev.edgewise.agent..";
  private static final List<String> RPC =
      List.of("io.grpc..", "com.google.protobuf..", "com.google.rpc..", "io.netty..");

  /** A module's folder, the package that it lives in, and what else its classes may name. */
  private record Row(String module, String ownPackage, List<String> mayUse) {}

  private static final Map<String, Row> TABLE = new TreeMap<>();

  static {
    row("annotations", ANNOTATIONS, List.of());
    row("test-ca", "dev.edgewise.testca..", List.of("org.bouncycastle.."));
    row("core", CORE, List.of(ANNOTATIONS));
    row(
        "processor",
        "dev.edgewise.processor..",
        List.of(ANNOTATIONS, "com.palantir.javapoet..", "com.google.protobuf.."));
    // Guava's future stands in the signatures of generated stubs; nobody here uses those.
    row("proto", PROTO, and(RPC, "com.google.common.."));
    row("sdk", SDK, and(RPC, ANNOTATIONS, CORE, PROTO));
    // Guava's lists stand in the signatures of CEL.
    row(
        "rules",
        "dev.edgewise.rules..",
        List.of(
            ANNOTATIONS,
            CORE,
            "dev.cel..",
            "com.google.re2j..",
            "com.google.common..",
            "org.snakeyaml.engine.."));
    row(
        "testkit",
        "dev.edgewise.testkit..",
        List.of(ANNOTATIONS, CORE, SDK, "org.junit.jupiter.api.."));
    row("engines/onnx", "dev.edgewise.engines.onnx..", List.of(CORE, "ai.onnxruntime.."));
    row("engines/tflite", "dev.edgewise.engines.tflite..", List.of(CORE, "org.bytedeco.."));
    row(
        "engines/djl-tflite",
        "dev.edgewise.engines.djltflite..",
        List.of(CORE, "ai.djl..", "org.tensorflow.lite.."));
    row("engines/tokenizers", "dev.edgewise.engines.tokenizers..", List.of(CORE, "ai.djl.."));
    row("engines/llama", "dev.edgewise.engines.llama..", List.of(CORE));
    row(
        "integrations/consul",
        "dev.edgewise.integrations.consul..",
        List.of(ANNOTATIONS, CORE, SDK, "org.kiwiproject.consul.."));
    row(
        "serving",
        SERVING,
        List.of(
            ANNOTATIONS,
            CORE,
            SDK_API,
            SDK_SPI,
            "com.google.gson..",
            "org.snakeyaml.engine..",
            "com.github.benmanes.caffeine..",
            "org.apache.commons.statistics..",
            "org.apache.lucene.."));
    row("stores/lmdb", "dev.edgewise.stores.lmdb..", List.of(CORE, SERVING, "org.lmdbjava.."));
    row(
        "integrations/redis",
        "dev.edgewise.integrations.redis..",
        List.of(CORE, SERVING, "redis.clients.jedis..", "org.apache.commons.pool2.."));
    row(
        "daemon",
        DAEMON,
        List.of(
            ANNOTATIONS,
            CORE,
            "org.snakeyaml.engine..",
            "io.micrometer..",
            "io.prometheus.metrics.model..",
            "com.sun.net.httpserver..",
            "com.sun.management.."));
    row(
        "agent",
        AGENT,
        and(RPC, ANNOTATIONS, CORE, SDK, SERVING, PROTO, DAEMON, "io.micrometer.."));
    row("edge-agent", "dev.edgewise.agent.edge..", List.of(AGENT, ANNOTATIONS, CORE));
    row("cloud-agent", "dev.edgewise.agent.cloud..", List.of(AGENT, ANNOTATIONS, CORE));
    row(
        "orchestrator",
        "dev.edgewise.orchestrator..",
        and(
            RPC,
            ANNOTATIONS,
            CORE,
            SDK,
            PROTO,
            DAEMON,
            "dev.edgewise.serving.protocol..",
            "com.google.gson..",
            "io.micronaut..",
            "org.reactivestreams..",
            "jakarta.inject..",
            "io.micrometer..",
            "io.prometheus.metrics.model.."));
    row(
        "bench",
        "dev.edgewise.bench..",
        List.of(ANNOTATIONS, CORE, SDK, "org.HdrHistogram..", "com.google.gson.."));
    row(
        "cli",
        "dev.edgewise.cli..",
        List.of(
            ANNOTATIONS,
            CORE,
            SDK,
            "picocli..",
            "com.google.gson..",
            "org.bouncycastle..",
            "org.snakeyaml.."));
    // Its races drive the batching of serving in process, without a daemon around it.
    // Its hollow agents speak the orchestrator's protocol, without the processes around it.
    // Its simulation of zones runs the orchestrator's scaler, which is pure.
    row(
        "lab",
        "dev.edgewise.lab..",
        and(
            RPC,
            ANNOTATIONS,
            CORE,
            SDK,
            PROTO,
            SERVING,
            "dev.edgewise.bench..",
            "dev.edgewise.orchestrator.scale..",
            "de.kherud.llama..",
            "com.google.gson..",
            "org.apache.commons.statistics..",
            "dev.edgewise.testkit..",
            "org.apache.commons.statistics..",
            "dev.edgewise.samples.hello.."));
    row("samples/hello", "dev.edgewise.samples.hello..", List.of(ANNOTATIONS, CORE, SDK));
    row("samples/tickets", "dev.edgewise.samples.tickets..", List.of(ANNOTATIONS, CORE, SDK));
    row("samples/season", "dev.edgewise.samples.season..", List.of(ANNOTATIONS, CORE, SDK));
    row("samples/fashion", "dev.edgewise.samples.fashion..", List.of());
    row("samples/vision", "dev.edgewise.samples.vision..", List.of(ANNOTATIONS, CORE, SDK));
    row(
        "samples/brief",
        "dev.edgewise.samples.brief..",
        List.of(ANNOTATIONS, CORE, SDK, "io.micronaut..", "jakarta.inject.."));
  }

  @Test
  void every_module_of_the_reactor_has_a_row_in_the_table() {
    List<String> withCode = new ArrayList<>(Project.modules());
    withCode.removeAll(List.of("bom", "dashboard", "architecture", "deploy", "standalone-test"));
    assertThat(TABLE.keySet()).containsExactlyInAnyOrderElementsOf(withCode);
  }

  @Test
  void annotations_uses_nothing() {
    check("annotations");
  }

  @Test
  void the_ca_of_the_tests_uses_no_module() {
    check("test-ca");
  }

  @Test
  void core_uses_annotations_only() {
    check("core");
  }

  @Test
  void processor_uses_annotations_and_the_libraries_that_write_java_and_descriptors() {
    check("processor");
  }

  @Test
  void proto_uses_grpc_and_protobuf_only() {
    check("proto");
  }

  @Test
  void sdk_uses_annotations_core_and_proto() {
    check("sdk");
  }

  @Test
  void rules_use_core_and_the_libraries_of_their_language() {
    check("rules");
  }

  @Test
  void testkit_uses_sdk() {
    check("testkit");
  }

  @Test
  void the_onnx_engine_uses_core_and_its_natives() {
    check("engines/onnx");
  }

  @Test
  void the_tflite_engine_uses_core_and_its_natives() {
    check("engines/tflite");
  }

  @Test
  void the_llama_engine_uses_core_and_no_binding() {
    check("engines/llama");
  }

  @Test
  void the_tokenizers_use_core_and_djl() {
    check("engines/tokenizers");
  }

  @Test
  void the_consul_integration_uses_sdk_and_its_client() {
    check("integrations/consul");
  }

  @Test
  void the_store_on_disk_uses_serving_and_lmdb() {
    check("stores/lmdb");
  }

  @Test
  void the_redis_integration_uses_serving_and_its_client() {
    check("integrations/redis");
  }

  @Test
  void serving_uses_core_and_of_the_sdk_only_api_and_spi_and_reads_json() {
    check("serving");
  }

  @Test
  void daemon_uses_core_and_the_libraries_that_read_yaml_and_write_metrics() {
    check("daemon");
  }

  @Test
  void agent_uses_core_sdk_serving_proto_and_daemon() {
    check("agent");
  }

  @Test
  void orchestrator_uses_core_sdk_proto_daemon_the_open_protocol_and_micronaut() {
    check("orchestrator");
  }

  @Test
  void the_edge_agent_is_a_thin_main_over_agent() {
    check("edge-agent");
  }

  @Test
  void the_cloud_agent_is_a_thin_main_over_agent() {
    check("cloud-agent");
  }

  @Test
  void bench_uses_sdk_and_the_libraries_that_hold_histograms_and_write_json() {
    check("bench");
  }

  @Test
  void cli_uses_sdk_and_never_links_a_daemon() {
    check("cli");
  }

  @Test
  void lab_speaks_to_daemons_and_never_links_one() {
    check("lab");
  }

  @Test
  void samples_use_what_users_use() {
    check("samples/hello");
    check("samples/season");
    check("samples/tickets");
    check("samples/vision");
  }

  @Test
  void samples_brief_uses_what_applications_use() {
    check("samples/brief");
  }

  @Test
  void a_pom_names_only_modules_that_its_row_allows() {
    Map<String, List<String>> strangers = new TreeMap<>();
    TABLE.forEach(
        (module, row) -> {
          List<String> wrong = new ArrayList<>(compileDependencies(module));
          wrong.removeIf(
              artifact -> row.mayUse().stream().anyMatch(use -> packageOf(artifact, use)));
          if (!wrong.isEmpty()) {
            strangers.put(module, wrong);
          }
        });
    assertThat(strangers).isEmpty();
  }

  private static void row(String module, String ownPackage, List<String> mayUse) {
    TABLE.put(module, new Row(module, ownPackage, List.copyOf(mayUse)));
  }

  private static List<String> and(List<String> some, String... more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }

  private static void check(String module) {
    Row row = requireNonNull(TABLE.get(module), module);
    boolean generated = module.equals("proto");
    boolean empty = Project.sources(module, "src/main/java").isEmpty();
    assumeFalse(empty && !generated, module + " has no code yet");
    JavaClasses classes = Project.classes(module);
    assertThat(classes).as("compiled classes of %s (build it first)", module).isNotEmpty();
    List<String> open = and(row.mayUse(), row.ownPackage(), "java..", "javax..", "org.jspecify..");
    classes()
        .should()
        .resideInAPackage(row.ownPackage())
        .andShould()
        .onlyDependOnClassesThat(livesIn(open))
        .because("docs/inside.md says what " + module + " may use")
        .check(classes);
  }

  private static DescribedPredicate<JavaClass> livesIn(List<String> packages) {
    DescribedPredicate<JavaClass> inPackages =
        JavaClass.Predicates.resideInAnyPackage(packages.toArray(String[]::new));
    return DescribedPredicate.describe(
        "live in one of " + packages,
        type ->
            type.getBaseComponentType().isPrimitive()
                || inPackages.test(type.getBaseComponentType()));
  }

  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>dev\\.edgewise</groupId>\\s*<artifactId>edgewise-([^<]+)</artifactId>(.*?)</dependency>",
          Pattern.DOTALL);

  /** The Edgewise artifacts, without their prefix, that a module compiles against. */
  private static List<String> compileDependencies(String module) {
    List<String> found = new ArrayList<>();
    Matcher matcher = DEPENDENCY.matcher(Project.read(module + "/pom.xml"));
    while (matcher.find()) {
      if (!matcher.group(2).contains("<scope>")) {
        found.add(matcher.group(1));
      }
    }
    return found;
  }

  private static boolean packageOf(String artifact, String allowedPackage) {
    String expected =
        "dev.edgewise." + artifact.replaceFirst("^(sample|store)-", "$1s-").replace('-', '.');
    return allowedPackage.equals(expected + "..") || allowedPackage.startsWith(expected + ".");
  }
}
