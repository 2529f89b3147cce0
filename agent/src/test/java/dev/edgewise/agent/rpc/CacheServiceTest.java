package dev.edgewise.agent.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.CacheRule;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.operator.CacheClient;
import dev.edgewise.sdk.wire.operator.CacheStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What operators ask of a node's cache, over sockets. */
@Timeout(120)
final class CacheServiceTest {
  private static final CacheRule HOUR = new CacheRule(Duration.ofHours(1), Optional.empty());
  private static final String ANY = "";

  private final AtomicInteger runs = new AtomicInteger();
  private final Rig rig =
      Rig.of(
          new FakeService()
              .keeping(
                  HOUR, "count", (request, context) -> new byte[] {(byte) runs.incrementAndGet()}));
  private final CacheClient client = CacheClient.connect("127.0.0.1:" + rig.server.port());

  @AfterEach
  void close() {
    client.close();
    rig.close();
  }

  private void ask(String tenant, int question) {
    Rig.send(
            rig.link,
            new Request(
                FakeService.NAME + "/count",
                Message.of(new byte[] {(byte) question}),
                Rig.LONG,
                Label.CONFIDENTIAL,
                "decision-" + tenant + question,
                TraceContext.begin(new Random(1)),
                tenant,
                CacheControl.NONE))
        .answer();
  }

  @Test
  void it_tells_what_is_kept_for_whom_and_how_well_that_goes() {
    ask("a", 1);
    ask("a", 1);
    ask("b", 1);
    CacheStatus status = client.list(Rig.LONG);
    assertThat(status.exact()).isEqualTo(1);
    assertThat(status.none()).isEqualTo(2);
    assertThat(status.tiers()).extracting(CacheStatus.Tier::name).containsExactly("memory");
    assertThat(status.tiers().get(0).entries()).isEqualTo(2);
    assertThat(status.partitions())
        .extracting(CacheStatus.Partition::tenant, CacheStatus.Partition::exact)
        .containsExactly(Tuple.tuple("b", 0L), Tuple.tuple("a", 1L));
    CacheStatus.Partition partition = status.partitions().get(1);
    assertThat(partition.method()).isEqualTo(FakeService.NAME + "/count");
    assertThat(partition.label()).isEqualTo("confidential");
    assertThat(partition.similar()).isEmpty();

    List<CacheStatus.Entry> entries = client.show("a", ANY, 50, Rig.LONG);
    assertThat(entries).hasSize(1);
    assertThat(entries.get(0).key()).hasSize(64);
    assertThat(entries.get(0).tenant()).isEqualTo("a");
    assertThat(entries.get(0).question()).isEmpty();
    assertThat(entries.get(0).expiresIn()).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
    assertThat(client.show(ANY, "no.such/method", 5, Rig.LONG)).isEmpty();
  }

  @Test
  void entries_are_forgotten_by_key_tenant_method_or_all_together() {
    for (String tenant : List.of("a", "b", "c")) {
      ask(tenant, 1);
      ask(tenant, 2);
    }
    String key = client.show("a", ANY, 50, Rig.LONG).get(0).key();
    assertThat(client.evict(key, ANY, ANY, false, Rig.LONG)).isEqualTo(1);
    assertThat(client.evict(key, ANY, ANY, false, Rig.LONG)).isZero();
    assertThat(client.evict(ANY, "b", ANY, false, Rig.LONG)).isEqualTo(2);
    ask("b", 1);
    assertThat(runs).hasValue(7);
    String method = FakeService.NAME + "/count";
    assertThat(client.evict(ANY, "c", method, false, Rig.LONG)).isEqualTo(2);
    assertThat(client.evict(ANY, ANY, ANY, true, Rig.LONG)).isEqualTo(2);
    assertThat(client.show(ANY, ANY, 50, Rig.LONG)).isEmpty();
  }

  @Test
  void what_cannot_be_done_is_refused_with_what_to_say_instead() {
    assertRefused("Nothing says what is to be forgotten", ANY, ANY, false);
    assertRefused("say one of them", ANY, "a", true);
    assertRefused("64 hexadecimal digits", "xyz", ANY, false);
    assertThatThrownBy(() -> client.show(ANY, ANY, 1_001, Rig.LONG))
        .isInstanceOf(EdgewiseException.class)
        .hasMessageContaining("1 to 1000");
  }

  private void assertRefused(String words, String key, String tenant, boolean all) {
    assertThatThrownBy(() -> client.evict(key, tenant, ANY, all, Rig.LONG))
        .isInstanceOf(EdgewiseException.class)
        .hasMessageContaining(words)
        .satisfies(
            e -> assertThat(((EdgewiseException) e).code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  private boolean wrong(String decision) {
    CompletableFuture<Boolean> known = new CompletableFuture<>();
    rig.link.wrong(decision, Rig.LONG, known::complete);
    return known.join();
  }

  @Test
  void a_wrong_answer_goes_and_an_audit_without_similar_hits_judges_nothing() {
    ask("a", 1);
    assertThat(wrong("decision-a1")).isTrue();
    assertThat(wrong("decision-a1")).isFalse();
    ask("a", 1);
    assertThat(runs).hasValue(2);
    assertThat(client.list(Rig.LONG).partitions().get(0).complaints()).isEqualTo(1);
    assertThat(client.audit(5, Rig.LONG)).isEqualTo(new CacheStatus.Audit(0, 0, 0));
  }
}
