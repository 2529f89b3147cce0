package dev.edgewise.deploy;

import static dev.edgewise.deploy.Compose.list;
import static dev.edgewise.deploy.Compose.map;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The Compose file: by its schema, and by rules of ours. */
@TestInstance(Lifecycle.PER_CLASS)
final class ComposeTest {
  private static final Path FILE = Path.of("compose/compose.yaml");
  private static final Path SCHEMA = Path.of("src/test/resources/compose-spec.json");
  private static final Pattern VERSIONED = Pattern.compile("[^:]+:\\d+\\.\\d+\\.\\d+");
  private static final int CLOSING_SECONDS = 10;

  private String text;

  @BeforeAll
  void read() throws IOException {
    text = Files.readString(FILE);
  }

  @Test
  void it_is_a_compose_file_by_its_schema() throws IOException {
    assertThat(bySchema(text)).isEmpty();
  }

  @Test
  void a_key_that_compose_does_not_have_is_found() throws IOException {
    assertThat(bySchema(text.replace("read_only:", "readonly:"))).isNotEmpty();
  }

  @Test
  void it_keeps_all_rules() {
    assertThat(complaints(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "read_only: true | read_only: false | writes to its image",
        "cap_drop: [ALL] | cap_drop: [] | keeps capabilities",
        "no-new-privileges:true | label:disable | may gain privileges",
        "user: \"65532:65532\" | user: root | is not a number",
        "mem_limit: 768m | x-limit: 768m | has no limit of memory",
        "pids_limit: 512 | x-pids: 512 | has no limit of processes",
        "127.0.0.1:7400:7400 | 7400:7400 | is open to others than this machine",
        "edgewise/edge-agent:0.1.0 | edgewise/edge-agent:latest | has no version",
        "condition: service_healthy | condition: service_started | does not wait",
        "stop_grace_period: 45s | stop_grace_period: 30s | is killed while it drains",
        "/tmp:exec, | /tmp: | cannot load native libraries",
        "target: tls.pem | target: key.pem | has no certificate",
        "profiles: [consul] | labels: [consul] | starts unasked",
      })
  void a_fault_is_found(String what, String fault, String complaint) {
    assertThat(text).contains(what);
    assertThat(complaints(text.replace(what, fault))).anyMatch(found -> found.contains(complaint));
  }

  @Test
  void the_configurations_are_what_daemons_read() throws IOException {
    for (Map<String, Object> service : Compose.parse(text).services().values()) {
      for (Object volume : list(service.get("volumes"))) {
        if (String.valueOf(volume).startsWith("./config/")) {
          String file = String.valueOf(volume).replaceFirst("./config/(.*):/etc/.*", "$1");
          Map<String, String> environment = new LinkedHashMap<>();
          map(service.get("environment"))
              .forEach((key, value) -> environment.put(key, String.valueOf(value)));
          String text = Files.readString(FILE.resolveSibling("config").resolve(file));
          assertThat(Configurations.problems(file, Map.of(file, text), List.of(), environment))
              .as("%s", service)
              .isEmpty();
        }
      }
    }
  }

  @Test
  void what_prepare_makes_is_what_is_mounted() throws IOException {
    String prepare = Files.readString(FILE.resolveSibling("prepare"));
    map(Compose.parse(text).all().get("secrets"))
        .forEach(
            (name, secret) ->
                assertThat(prepare)
                    .as("%s", secret)
                    .contains("$folder/" + name + ".pem")
                    .contains("--host " + name));
  }

  private static List<String> bySchema(String text) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
            .getSchema(
                // A keyword of drafts before the one that the schema names; nothing refers to it.
                Files.readString(SCHEMA).replaceAll("\"id\": \"[^\"]*\",", ""), InputFormat.JSON);
    Map<String, Object> document = new LinkedHashMap<>(Compose.parse(text).all());
    // Younger than this text of the schema.
    document.remove("name");
    return schema
        .validate(JsonMapper.builder().build().writeValueAsString(document), InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }

  private static List<String> complaints(String text) {
    List<String> all = new ArrayList<>();
    Compose.parse(text).services().forEach((name, service) -> complaints(name, service, all));
    return all;
  }

  private static void complaints(String name, Map<String, Object> service, List<String> all) {
    boolean ours = String.valueOf(service.get("image")).startsWith("edgewise/");
    demand(Boolean.TRUE.equals(service.get("read_only")), name + " writes to its image", all);
    demand(list(service.get("cap_drop")).equals(List.of("ALL")), name + " keeps capabilities", all);
    demand(
        list(service.get("security_opt")).equals(List.of("no-new-privileges:true")),
        name + " may gain privileges",
        all);
    demand(
        String.valueOf(service.get("user")).matches("[1-9]\\d*:[1-9]\\d*"),
        name + " has a user that is not a number above 0",
        all);
    demand(service.containsKey("mem_limit"), name + " has no limit of memory", all);
    demand(service.containsKey("pids_limit"), name + " has no limit of processes", all);
    demand(
        VERSIONED.matcher(String.valueOf(service.get("image"))).matches(),
        name + " has no version",
        all);
    list(service.get("ports"))
        .forEach(
            port ->
                demand(
                    String.valueOf(port).startsWith("127.0.0.1:"),
                    name + " is open to others than this machine: " + port,
                    all));
    map(service.get("depends_on"))
        .values()
        .forEach(
            on ->
                demand(
                    "service_healthy".equals(map(on).get("condition")),
                    name + " does not wait for what it needs",
                    all));
    if (ours) {
      demand(seconds(service) >= 30 + CLOSING_SECONDS, name + " is killed while it drains", all);
      demand(
          list(service.get("tmpfs")).stream()
              .anyMatch(mount -> String.valueOf(mount).startsWith("/tmp:exec,")),
          name + " cannot load native libraries",
          all);
      demand(
          list(service.get("secrets")).stream()
              .anyMatch(secret -> "tls.pem".equals(map(secret).get("target"))),
          name + " has no certificate",
          all);
    } else {
      demand(service.containsKey("healthcheck"), name + " is never asked how it is", all);
      demand(service.containsKey("profiles"), name + " starts unasked", all);
    }
  }

  private static int seconds(Map<String, Object> service) {
    return Integer.parseInt(String.valueOf(service.get("stop_grace_period")).replace("s", ""));
  }

  private static void demand(boolean holds, String otherwise, List<String> all) {
    if (!holds) {
      all.add(otherwise);
    }
  }
}
