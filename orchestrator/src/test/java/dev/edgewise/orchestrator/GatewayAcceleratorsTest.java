package dev.edgewise.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import dev.edgewise.orchestrator.fleet.FleetSettings;
import dev.edgewise.proto.v1.Accelerator;
import dev.edgewise.proto.v1.Needs;
import dev.edgewise.proto.v1.Options;
import dev.edgewise.proto.v1.Tier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A need that stands in a descriptor holds for callers who know nothing of it. */
@Timeout(120)
final class GatewayAcceleratorsTest {
  private static final Accelerator TPU =
      Accelerator.newBuilder().setKind("tpu").setModel("v4").setDeclared(true).build();

  /** The shop, whose second method needs something and whose first needs what nobody has. */
  private static byte[] descriptors() {
    FileDescriptorProto.Builder file = ShopDescriptors.shop().toBuilder();
    needs(file.getServiceBuilder(0).getMethodBuilder(0).getOptionsBuilder(), "gpu", 4_000_000_000L);
    needs(file.getServiceBuilder(0).getMethodBuilder(1).getOptionsBuilder(), "tpu-v4", 0);
    return ShopDescriptors.set(file.build());
  }

  private static void needs(MethodOptions.Builder options, String accelerator, long memory) {
    options.setExtension(
        Options.method,
        options.getExtension(Options.method).toBuilder()
            .setNeeds(Needs.newBuilder().setAccelerator(accelerator).setMemoryBytes(memory))
            .build());
  }

  @Test
  void json_calls_go_where_their_method_can_run_or_hear_what_the_fleet_has(@TempDir Path folder)
      throws Exception {
    FleetSettings settings =
        FleetSettings.of(
            Duration.ofMinutes(2), Duration.ofSeconds(1), Duration.ofSeconds(30), 100, 100);
    try (Rig rig = new Rig(folder.resolve("data"), settings);
        ShopNode edge =
            ShopNode.start(
                "nyc", Tier.TIER_EDGE, _ -> 0.9, descriptors(), List.of(), rig.channel());
        ShopNode cloud =
            ShopNode.start(
                "west", Tier.TIER_CLOUD, _ -> 0.9, descriptors(), List.of(TPU), rig.channel());
        HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> bought = post(http, rig, "buy");
      for (long end = System.nanoTime() + 60_000_000_000L;
          bought.statusCode() != 200 && System.nanoTime() < end; ) {
        // The gateway has not found both nodes yet.
        bought = post(http, rig, "buy");
      }

      assertThat(bought.headers().firstValue("Edgewise-Node")).as(bought.body()).hasValue("west");
      assertThat(cloud.next().method()).isEqualTo(GatewayRig.BUY);

      HttpResponse<String> refused = post(http, rig, "find");
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
      assertThat(refused.body())
          .contains("EW6020", "it needs gpu with 4.0 GB", "tpu v4 (declared) on west");
      assertThat(edge.unseen()).isTrue();
      assertThat(get(http, rig, "/api/v1/fleet")).contains("\"declared\":true", "\"model\":\"v4\"");
    }
  }

  private static HttpResponse<String> post(HttpClient http, Rig rig, String method)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(rig.http() + "/v1/call/shop.v1.Shop/" + method))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"text\": \"boot\"}"))
            .build(),
        HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  private static String get(HttpClient http, Rig rig, String path)
      throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(rig.http() + path)).build(),
            HttpResponse.BodyHandlers.ofString(UTF_8))
        .body();
  }
}
