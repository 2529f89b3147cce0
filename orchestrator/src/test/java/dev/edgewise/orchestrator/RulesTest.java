package dev.edgewise.orchestrator;

import static dev.edgewise.orchestrator.GatewayRig.BUY;
import static dev.edgewise.orchestrator.GatewayRig.FIND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.proto.v1.FleetRules;
import dev.edgewise.proto.v1.ToClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules from the operator's file to who obeys them, through a whole orchestrator. */
final class RulesTest {
  @TempDir private Path folder = Path.of("");

  private void write(int most) throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Path next =
        Files.writeString(
            data.resolve("rules.new"),
            """
            rules:
              - name: not-so-many
                applies: shop.v1.Shop/find
                when: before
                if: request.at_most > %d
                then:
                  refuse: Ask for fewer.
              - name: no-rest
                applies: shop.v1.Shop/find
                when: after
                if: answer.name == "rest" && node.tier == "edge"
                then: repair
            """
                .formatted(most));
    Files.move(
        next,
        data.resolve("rules.yaml"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void the_gateway_obeys_them_and_a_changed_file_is_obeyed_soon() throws Exception {
    write(100);
    try (GatewayRig rig = GatewayRig.start(folder)) {
      HttpResponse<String> refused = rig.post(FIND, "{\"text\": \"boot\", \"atMost\": 500}");
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
      assertThat(refused.body()).contains("EW6040", "rule not-so-many: Ask for fewer.");

      HttpResponse<String> repaired = rig.post(FIND, "{\"text\": \"rest\"}");
      assertThat(repaired.headers().firstValue("Edgewise-Node")).hasValue("west");
      HttpResponse<String> plain = rig.post(FIND, "{\"text\": \"boot\"}");
      assertThat(plain.headers().firstValue("Edgewise-Node")).hasValue("nyc");
      assertThat(rig.post(BUY, "{\"text\": \"rest\"}").statusCode()).isEqualTo(200);

      write(1_000);
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      int status = 0;
      while (status != 200 && System.nanoTime() < end) {
        status = rig.post(FIND, "{\"text\": \"boot\", \"atMost\": 500}").statusCode();
      }
      assertThat(status).isEqualTo(200);
    }
  }

  @Test
  void clients_are_sent_them_with_the_first_view_and_again_when_they_change() throws Exception {
    write(100);
    try (GatewayRig rig = GatewayRig.start(folder)) {
      Rig.RawClient client = rig.client();
      FleetRules first = client.from().next(ToClient::hasFull).getFull().getRules();
      assertThat(first.getRulesList())
          .extracting(rule -> rule.getName())
          .containsExactly("not-so-many", "no-rest");
      assertThat(first.getMethods(0).getRequestList())
          .extracting(field -> field.getPath())
          .containsExactly("at_most");
      assertThat(first.getMethods(0).getAnswer(0).getNumbersList()).containsExactly(1, 1);

      write(200);
      Predicate<ToClient> ruled = message -> message.hasDelta() && message.getDelta().hasRules();
      FleetRules next = client.from().next(ruled).getDelta().getRules();
      assertThat(next.getRules(0).getCondition()).isEqualTo("request.at_most > 200");
      assertThat(next.getDigest()).isNotEqualTo(first.getDigest());
    }
  }
}
