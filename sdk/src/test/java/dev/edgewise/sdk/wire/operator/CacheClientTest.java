package dev.edgewise.sdk.wire.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.MessageLite;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.proto.v1.AuditCacheRequest;
import dev.edgewise.proto.v1.CacheAudit;
import dev.edgewise.proto.v1.CacheEntries;
import dev.edgewise.proto.v1.CacheEntry;
import dev.edgewise.proto.v1.CacheListing;
import dev.edgewise.proto.v1.CachePartition;
import dev.edgewise.proto.v1.CacheTier;
import dev.edgewise.proto.v1.EvictCacheRequest;
import dev.edgewise.proto.v1.EvictedEntries;
import dev.edgewise.proto.v1.Label;
import dev.edgewise.proto.v1.SemanticState;
import dev.edgewise.proto.v1.ShowCacheRequest;
import dev.edgewise.sdk.wire.LoopbackServer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node tells of its cache, read as records; a hostile one is bounded. */
@Timeout(60)
final class CacheClientTest {
  private static final Duration TIME = Duration.ofSeconds(20);

  private static LoopbackServer.Method gives(MessageLite answer) {
    return call -> call.answer(answer.toByteArray());
  }

  @Test
  void whatIsKeptIsToldWithHitsAndFalseHits() throws Exception {
    CacheListing listing =
        CacheListing.newBuilder()
            .setExact(5)
            .setSemantic(3)
            .setNone(2)
            .addPartitions(
                CachePartition.newBuilder()
                    .setTenant("shop-7")
                    .setLabel(Label.LABEL_LOCAL_ONLY)
                    .setMethod("a.v1.B/c")
                    .setExact(5)
                    .setSemantic(3)
                    .setNone(2)
                    .setSimilar(
                        SemanticState.newBuilder()
                            .setHits(3)
                            .setJudged(2)
                            .setWrong(1)
                            .setLow(0.01)
                            .setHigh(0.99)
                            .setThreshold(0.85)
                            .setWhy("two\nlines")))
            .addPartitions(CachePartition.newBuilder().setMethod("a.v1.B/d"))
            .addTiers(CacheTier.newBuilder().setName("memory").setBytes(7))
            .build();
    try (LoopbackServer server =
            new LoopbackServer().on("edgewise.v1.Cache/List", gives(listing)).start();
        CacheClient client = CacheClient.connect(server.address())) {
      CacheStatus status = client.list(TIME);

      assertThat(status.hitRate()).hasValue(0.8);
      CacheStatus.Partition partition = status.partitions().get(0);
      assertThat(partition.label()).isEqualTo("local-only");
      assertThat(partition.similar())
          .hasValueSatisfying(
              similar -> {
                assertThat(similar.falseHitRate()).hasValue(0.5);
                assertThat(similar.threshold()).hasValue(0.85);
                assertThat(similar.why()).doesNotContain("\n");
              });
      assertThat(status.partitions().get(1))
          .returns(Optional.empty(), CacheStatus.Partition::similar)
          .returns(OptionalDouble.empty(), CacheStatus.Partition::hitRate);
      assertThat(status.tiers().get(0).bytes()).isEqualTo(7);
    }
  }

  @Test
  void whatIsAskedOfItGoesThere() throws Exception {
    try (LoopbackServer server =
            new LoopbackServer()
                .on(
                    "edgewise.v1.Cache/Show",
                    call -> {
                      ShowCacheRequest request = ShowCacheRequest.parseFrom(call.request());
                      CacheEntries.Builder entries = CacheEntries.newBuilder();
                      for (int i = 0; i < 1_500; i++) {
                        entries.addEntries(
                            CacheEntry.newBuilder()
                                .setTenant(request.getTenant())
                                .setMethod(request.getMethod())
                                .setCostMicros(Long.MAX_VALUE)
                                .setBytes(request.getMost()));
                      }
                      call.answer(entries.build().toByteArray());
                    })
                .on(
                    "edgewise.v1.Cache/Evict",
                    call -> {
                      EvictCacheRequest request = EvictCacheRequest.parseFrom(call.request());
                      call.answer(
                          EvictedEntries.newBuilder()
                              .setEntries(request.getAll() ? 9 : request.getKey().length())
                              .build()
                              .toByteArray());
                    })
                .on(
                    "edgewise.v1.Cache/Audit",
                    call ->
                        call.answer(
                            CacheAudit.newBuilder()
                                .setJudged(AuditCacheRequest.parseFrom(call.request()).getMost())
                                .build()
                                .toByteArray()))
                .start();
        CacheClient client = CacheClient.connect(server.address())) {
      assertThat(client.show("t", "a.v1.B/c", 7, TIME))
          .hasSize(1_000)
          .first()
          .returns("t", CacheStatus.Entry::tenant)
          .returns("a.v1.B/c", CacheStatus.Entry::method)
          .returns(7L, CacheStatus.Entry::bytes);
      assertThat(client.evict("abc", "", "", false, TIME)).isEqualTo(3);
      assertThat(client.evict("", "", "", true, TIME)).isEqualTo(9);
      assertThat(client.audit(12, TIME)).isEqualTo(new CacheStatus.Audit(12, 0, 0));
    }
  }

  @Test
  void anAgentWithoutACacheAndNoAgentAreToldApart() throws Exception {
    String address;
    try (LoopbackServer server =
            new LoopbackServer().on("a.v1.B/c", call -> call.answer(new byte[0])).start();
        CacheClient client = CacheClient.connect(server.address())) {
      address = server.address();
      refused(ErrorCode.UNKNOWN_METHOD, () -> client.list(TIME), "tells of no cache");
    }
    try (CacheClient client = CacheClient.connect(address)) {
      refused(ErrorCode.UNREACHABLE, () -> client.list(TIME), "No agent answers at " + address);
    }
  }

  @Test
  void whatCannotBeReadIsSaid() throws Exception {
    try (LoopbackServer server =
            new LoopbackServer()
                .on("edgewise.v1.Cache/List", call -> call.answer(new byte[] {-1}))
                .start();
        CacheClient client = CacheClient.connect(server.address())) {
      refused(ErrorCode.BAD_ANSWER, () -> client.list(TIME), "cannot be read");
    }
  }

  private static void refused(ErrorCode code, Runnable question, String words) {
    assertThatThrownBy(question::run)
        .isInstanceOfSatisfying(EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(words);
  }
}
