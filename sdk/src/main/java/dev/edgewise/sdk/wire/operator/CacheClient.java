package dev.edgewise.sdk.wire.operator;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.edgewise.annotations.Label;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Text;
import dev.edgewise.core.TraceContext;
import dev.edgewise.proto.v1.AuditCacheRequest;
import dev.edgewise.proto.v1.CacheAudit;
import dev.edgewise.proto.v1.CacheEntries;
import dev.edgewise.proto.v1.CacheEntry;
import dev.edgewise.proto.v1.CacheListing;
import dev.edgewise.proto.v1.CachePartition;
import dev.edgewise.proto.v1.CacheTier;
import dev.edgewise.proto.v1.EvictCacheRequest;
import dev.edgewise.proto.v1.EvictedEntries;
import dev.edgewise.proto.v1.ListCacheRequest;
import dev.edgewise.proto.v1.SemanticState;
import dev.edgewise.proto.v1.ShowCacheRequest;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.AgentClient;
import dev.edgewise.sdk.wire.Protos;
import dev.edgewise.sdk.wire.tls.Tls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * Asks one agent of its cache ({@code edgewise.v1.Cache}), and waits for its answers: for tools.
 * Thread-safe. All methods throw {@link EdgewiseException} with {@code UNREACHABLE} when no agent
 * answers there in time, {@code UNKNOWN_METHOD} when it has no cache to speak of, {@code
 * BAD_REQUEST} in the agent's words, {@code BAD_ANSWER} when what it says cannot be read.
 */
public final class CacheClient implements AutoCloseable {
  private static final String SERVICE = "edgewise.v1.Cache/";
  private static final int LONGEST = 500;
  private static final int MOST_PARTITIONS = 256;
  private static final int MOST_TIERS = 16;
  private static final int MOST_ENTRIES = 1_000;

  private final String address;
  private final AgentClient agent;

  private CacheClient(String address, AgentClient agent) {
    this.address = address;
    this.agent = agent;
  }

  /**
   * A client of the agent at {@code host:port}; the connection is made with the first question.
   *
   * @param tls what is shown and believed; stays the caller's; without it all is in plain text
   * @throws EdgewiseException with {@code BAD_CLIENT} when that is no address
   */
  public static CacheClient connect(String address, Optional<Tls> tls) {
    return new CacheClient(address, AgentClient.connect(address, tls));
  }

  /** The same in plain text. */
  public static CacheClient connect(String address) {
    return connect(address, Optional.empty());
  }

  /** What is kept, and how well that goes. */
  public CacheStatus list(Duration timeout) {
    CacheListing listing =
        ask("List", ListCacheRequest.getDefaultInstance(), CacheListing.parser(), timeout);
    return new CacheStatus(
        listing.getPartitionsList().stream()
            .limit(MOST_PARTITIONS)
            .map(CacheClient::partition)
            .toList(),
        listing.getTiersList().stream().limit(MOST_TIERS).map(CacheClient::tier).toList(),
        listing.getExact(),
        listing.getSemantic(),
        listing.getNone(),
        listing.getShadowsRun(),
        listing.getShadowsDropped(),
        listing.getFaults());
  }

  private static CacheStatus.Partition partition(CachePartition partition) {
    return new CacheStatus.Partition(
        text(partition.getTenant()),
        label(partition.getLabel()),
        text(partition.getMethod()),
        text(partition.getSubject()),
        partition.getExact(),
        partition.getSemantic(),
        partition.getNone(),
        partition.getFailures(),
        partition.getComplaints(),
        partition.hasSimilar() ? Optional.of(similar(partition.getSimilar())) : Optional.empty());
  }

  private static CacheStatus.Similar similar(SemanticState state) {
    return new CacheStatus.Similar(
        state.getQuestions(),
        state.getAsked(),
        state.getHits(),
        state.getJudged(),
        state.getWrong(),
        state.getLow(),
        state.getHigh(),
        state.hasThreshold() ? OptionalDouble.of(state.getThreshold()) : OptionalDouble.empty(),
        text(state.getWhy()));
  }

  private static CacheStatus.Tier tier(CacheTier tier) {
    return new CacheStatus.Tier(
        text(tier.getName()),
        tier.getEntries(),
        tier.getBytes(),
        tier.getCapacity(),
        tier.getHits(),
        tier.getMisses(),
        tier.getEvictions(),
        tier.getFaults());
  }

  /**
   * Entries, those that are worth most first.
   *
   * @param tenant empty for all
   * @param method {@code service/method}; empty for all
   * @param most 1 to 1000
   */
  public List<CacheStatus.Entry> show(String tenant, String method, int most, Duration timeout) {
    CacheEntries entries =
        ask(
            "Show",
            ShowCacheRequest.newBuilder().setTenant(tenant).setMethod(method).setMost(most).build(),
            CacheEntries.parser(),
            timeout);
    return entries.getEntriesList().stream().limit(MOST_ENTRIES).map(CacheClient::entry).toList();
  }

  private static CacheStatus.Entry entry(CacheEntry entry) {
    return new CacheStatus.Entry(
        text(entry.getKey()),
        text(entry.getTenant()),
        label(entry.getLabel()),
        text(entry.getMethod()),
        text(entry.getQuestion()),
        Duration.ofMillis(entry.getAgeMillis()),
        Duration.ofMillis(entry.getExpiresInMillis()),
        Duration.ofNanos(Math.multiplyExact(1_000L, Math.min(entry.getCostMicros(), 1L << 50))),
        entry.getBytes());
  }

  /**
   * Forgets entries: those that have all in common that is named.
   *
   * @param key of one; empty for any
   * @param tenant empty for any
   * @param method empty for any
   * @param all must be true when nothing is named
   * @return how many went
   */
  public long evict(String key, String tenant, String method, boolean all, Duration timeout) {
    EvictCacheRequest request =
        EvictCacheRequest.newBuilder()
            .setKey(key)
            .setTenant(tenant)
            .setMethod(method)
            .setAll(all)
            .build();
    return ask("Evict", request, EvictedEntries.parser(), timeout).getEntries();
  }

  /**
   * Lets the last similar hits be computed once more.
   *
   * @param most 1 to 64
   */
  public CacheStatus.Audit audit(int most, Duration timeout) {
    CacheAudit audit =
        ask(
            "Audit",
            AuditCacheRequest.newBuilder().setMost(most).build(),
            CacheAudit.parser(),
            timeout);
    return new CacheStatus.Audit(audit.getJudged(), audit.getWrong(), audit.getUnknown());
  }

  private <M> M ask(String method, MessageLite request, Parser<M> parser, Duration timeout) {
    Reply reply =
        agent.call(
            new Request(
                SERVICE + method,
                Message.of(request.toByteArray()),
                timeout,
                Label.INTERNAL,
                "cache",
                // Nobody's story: an operator's question is no call.
                TraceContext.begin(new Random(0))));
    if (!(reply instanceof Reply.Answered answered)) {
      throw refusal(reply);
    }
    try {
      return parser.parseFrom(answered.body().contiguous());
    } catch (InvalidProtocolBufferException e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_ANSWER,
          "What answers at " + address + " is no agent of this version: it cannot be read.",
          e);
    }
  }

  private EdgewiseException refusal(Reply reply) {
    if (reply instanceof Reply.NotRun notRun) {
      return notRun.code() == ErrorCode.UNKNOWN_METHOD
          ? EdgewiseException.of(
              ErrorCode.UNKNOWN_METHOD,
              "What answers at "
                  + address
                  + " tells of no cache: it is an agent of an older"
                  + " version, or none.")
          : unreachable(notRun.detail());
    }
    if (reply instanceof Reply.Failed failed) {
      return EdgewiseException.of(failed.code(), address + ": " + failed.detail());
    }
    return unreachable(
        reply instanceof Reply.Lost lost ? lost.detail() : "it did not answer in time");
  }

  private EdgewiseException unreachable(String because) {
    return EdgewiseException.of(
        ErrorCode.UNREACHABLE,
        "No agent answers at " + address + " (" + because + "). Is it running there?");
  }

  private static String label(dev.edgewise.proto.v1.Label label) {
    return Protos.fromProto(label).map(Protos::labelText).orElse("");
  }

  private static String text(String text) {
    return Text.line(text, LONGEST);
  }

  @Override
  public void close() {
    agent.close();
  }
}
