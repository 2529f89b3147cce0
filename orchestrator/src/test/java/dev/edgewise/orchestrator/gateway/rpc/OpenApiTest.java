package dev.edgewise.orchestrator.gateway.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.edgewise.annotations.Label;
import dev.edgewise.orchestrator.ShopDescriptors;
import dev.edgewise.proto.v1.Cached;
import dev.edgewise.proto.v1.MethodOptions;
import dev.edgewise.proto.v1.Options;
import dev.edgewise.sdk.wire.Protos;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OpenApiTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  /** {@code -Dgolden=rewrite} writes it anew; then look at the difference. */
  private static void check(String name, String text) throws IOException {
    Path file = GOLDEN.resolve(name);
    if ("rewrite".equals(System.getProperty("golden"))) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, text);
    }
    assertThat(text).as(name).isEqualTo(Files.readString(file));
  }

  private static DynamicServices vision() throws IOException {
    try (InputStream in = OpenApiTest.class.getResourceAsStream("/vision.binpb")) {
      return DynamicServices.of(List.of(Objects.requireNonNull(in).readAllBytes()));
    }
  }

  @Test
  void the_sample_with_faces_is_described_as_people_have_seen_it() throws IOException {
    check("openapi-vision.json", OpenApi.of(vision(), "0.1.0"));
  }

  @Test
  void every_kind_of_field_and_method_is_described() throws IOException {
    check(
        "openapi-shop.json",
        ofServices(OpenApi.of(DynamicServices.of(List.of(ShopDescriptors.set())), "0.1.0")));
  }

  /** Without what every document has, which one golden file is enough for. */
  private static String ofServices(String text) {
    JsonObject document = JsonParser.parseString(text).getAsJsonObject();
    JsonObject paths = document.getAsJsonObject("paths");
    JsonObject schemas = document.getAsJsonObject("components").getAsJsonObject("schemas");
    paths.keySet().removeIf(path -> !path.startsWith("/v1/call/"));
    schemas.keySet().removeIf(name -> !name.startsWith("shop."));
    JsonObject own = new JsonObject();
    own.add("paths", paths);
    own.add("schemas", schemas);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(own) + "\n";
  }

  @Test
  void what_every_gateway_has_is_true() throws IOException {
    JsonObject document = JsonParser.parseString(OpenApi.of(vision(), "1")).getAsJsonObject();
    assertThat(document.getAsJsonObject("paths").keySet())
        .contains("/v1/models", "/v1/chat/completions", "/v1/embeddings");
    assertThat(
            document
                .getAsJsonObject("components")
                .getAsJsonObject("parameters")
                .getAsJsonObject("Label")
                .getAsJsonObject("schema")
                .getAsJsonArray("enum"))
        .extracting(JsonElement::getAsString)
        .containsExactlyElementsOf(Arrays.stream(Label.values()).map(Protos::labelText).toList());
  }

  @Test
  void every_reference_leads_somewhere_and_every_operation_has_a_name_of_its_own()
      throws IOException {
    DynamicServices both =
        DynamicServices.join(List.of(vision(), DynamicServices.of(List.of(ShopDescriptors.set()))));
    JsonObject document = JsonParser.parseString(OpenApi.of(both, "1")).getAsJsonObject();

    List<String> references = new ArrayList<>();
    Set<String> operations = new HashSet<>();
    collect(document, references, operations);

    assertThat(references).isNotEmpty().allSatisfy(path -> assertThat(at(document, path)).isTrue());
    assertThat(operations).hasSize(document.getAsJsonObject("paths").size());
    assertThat(document.getAsJsonObject("components").getAsJsonObject("schemas").keySet())
        .allMatch(name -> name.matches("[A-Za-z0-9._-]+"));
  }

  @Test
  void two_versions_of_a_message_are_two_schemas() {
    var newer = ShopDescriptors.shop().toBuilder();
    newer.getServiceBuilder(0).setName("Store");
    newer.getMessageTypeBuilder(1).removeField(2);

    String document =
        OpenApi.of(
            DynamicServices.join(
                List.of(
                    DynamicServices.of(List.of(ShopDescriptors.set())),
                    DynamicServices.of(List.of(ShopDescriptors.set(newer.build()))))),
            "1");

    assertThat(document).contains("\"shop.v1.Found\": {", "\"shop.v1.Found_2\": {");
  }

  @Test
  void what_is_kept_says_so_and_what_can_be_asked_of_the_cache() {
    var kept = ShopDescriptors.shop().toBuilder();
    kept.getServiceBuilder(0)
        .getMethodBuilder(0)
        .getOptionsBuilder()
        .setExtension(
            Options.method,
            MethodOptions.newBuilder()
                .setCached(
                    Cached.newBuilder()
                        .setTimeToLiveMillis(60_000)
                        .setTextField(1)
                        .setSimilarityThreshold(0.9))
                .build());

    String document =
        OpenApi.of(DynamicServices.of(List.of(ShopDescriptors.set(kept.build()))), "1");

    assertThat(document)
        .contains(
            "kept for 60 s, for questions that mean alike too, from a similarity of 0.9",
            "\"#/components/parameters/CacheControl\"",
            "\"#/components/headers/Cache\"");
    assertThat(OpenApi.of(DynamicServices.of(List.of(ShopDescriptors.set())), "1"))
        .doesNotContain("\"#/components/headers/Cache\"");
  }

  private static void collect(
      JsonElement element, List<String> references, Set<String> operations) {
    if (element.isJsonArray()) {
      element.getAsJsonArray().forEach(each -> collect(each, references, operations));
    } else if (element.isJsonObject()) {
      element
          .getAsJsonObject()
          .entrySet()
          .forEach(
              entry -> {
                if (entry.getKey().equals("$ref")) {
                  references.add(entry.getValue().getAsString());
                } else if (entry.getKey().equals("operationId")) {
                  operations.add(entry.getValue().getAsString());
                } else {
                  collect(entry.getValue(), references, operations);
                }
              });
    }
  }

  private static boolean at(JsonObject document, String reference) {
    JsonObject place = document;
    for (String step : reference.substring(2).split("/", -1)) {
      place = place.getAsJsonObject(step);
      if (place == null) {
        return false;
      }
    }
    return true;
  }
}
