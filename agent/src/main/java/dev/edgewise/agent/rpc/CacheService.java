package dev.edgewise.agent.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.serve.NodeCaching;
import dev.edgewise.agent.serve.rpc.CacheMessages;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.proto.v1.AuditCacheRequest;
import dev.edgewise.proto.v1.CacheAudit;
import dev.edgewise.proto.v1.CacheEntries;
import dev.edgewise.proto.v1.CacheEntry;
import dev.edgewise.proto.v1.CacheGrpc;
import dev.edgewise.proto.v1.CacheListing;
import dev.edgewise.proto.v1.CacheTier;
import dev.edgewise.proto.v1.EvictCacheRequest;
import dev.edgewise.proto.v1.EvictedEntries;
import dev.edgewise.proto.v1.ListCacheRequest;
import dev.edgewise.proto.v1.ShowCacheRequest;
import dev.edgewise.sdk.wire.Protos;
import dev.edgewise.sdk.wire.Statuses;
import dev.edgewise.serving.cache.AuditResult;
import dev.edgewise.serving.cache.CacheReport;
import dev.edgewise.serving.cache.KeptAnswer;
import dev.edgewise.serving.cache.Selected;
import dev.edgewise.serving.cache.store.Key;
import dev.edgewise.serving.cache.store.TierState;
import io.grpc.stub.StreamObserver;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What operators ask of the node's cache. Tiers may block, so nothing here is on the event loop.
 */
final class CacheService extends CacheGrpc.CacheImplBase {
  private static final int SHOWN = 50;
  private static final int MOST_SHOWN = 1_000;
  private static final int AUDITED = 20;
  private static final int MOST_AUDITED = 64;
  private static final int LONGEST_QUESTION = 200;

  private final NodeCaching caching;
  private final Executor threads;

  CacheService(NodeCaching caching, Executor threads) {
    this.caching = requireNonNull(caching, "caching");
    this.threads = requireNonNull(threads, "threads");
  }

  /** Refuses what cannot be done, in words for the operator. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String words) {
      super(words, null, false, false);
    }
  }

  private <T> void answer(StreamObserver<T> answer, Supplier<T> work) {
    threads.execute(
        () -> {
          T made;
          try {
            made = work.get();
          } catch (Refused e) {
            answer.onError(
                Statuses.status(ErrorCode.BAD_REQUEST, String.valueOf(e.getMessage()))
                    .asRuntimeException(
                        Statuses.trailers(ErrorCode.BAD_REQUEST, Optional.empty())));
            return;
          } catch (RuntimeException e) {
            System.getLogger(CacheService.class.getName())
                .log(System.Logger.Level.WARNING, "the cache could not be asked: " + e, e);
            answer.onError(
                Statuses.status(
                        ErrorCode.BODY_FAILED, "The cache could not be asked; the log tells more.")
                    .asRuntimeException(
                        Statuses.trailers(ErrorCode.BODY_FAILED, Optional.empty())));
            return;
          }
          answer.onNext(made);
          answer.onCompleted();
        });
  }

  @Override
  public void list(ListCacheRequest request, StreamObserver<CacheListing> answer) {
    answer(
        answer,
        () ->
            caching
                .now()
                .map(cache -> listing(cache.report()))
                .orElse(CacheListing.getDefaultInstance()));
  }

  private static CacheListing listing(CacheReport report) {
    CacheListing.Builder listing =
        CacheListing.newBuilder()
            .setShadowsRun(report.shadowsRun())
            .setShadowsDropped(report.shadowsDropped())
            .setQuestions(report.questions())
            .setPointsMissed(report.pointsMissed())
            .setFaults(report.faults())
            .setExact(report.exact())
            .setSemantic(report.semantic())
            .setNone(report.none());
    report.partitions().forEach(each -> listing.addPartitions(CacheMessages.partition(each)));
    report.tiers().forEach(each -> listing.addTiers(tier(each)));
    return listing.build();
  }

  private static CacheTier tier(TierState state) {
    return CacheTier.newBuilder()
        .setName(state.name())
        .setEntries(state.entries())
        .setBytes(state.bytes())
        .setCapacity(state.capacity())
        .setHits(state.hits())
        .setMisses(state.misses())
        .setEvictions(state.evictions())
        .setFaults(state.faults())
        .build();
  }

  @Override
  public void show(ShowCacheRequest request, StreamObserver<CacheEntries> answer) {
    answer(
        answer,
        () -> {
          int most = count("most", request.getMost(), SHOWN, MOST_SHOWN);
          CacheEntries.Builder entries = CacheEntries.newBuilder();
          caching
              .now()
              .ifPresent(
                  cache ->
                      cache
                          .show(
                              new Selected(
                                  Optional.empty(),
                                  said(request.getTenant()),
                                  said(request.getMethod())),
                              most)
                          .forEach(each -> entries.addEntries(entry(each))));
          return entries.build();
        });
  }

  private static CacheEntry entry(KeptAnswer each) {
    String question = each.question();
    return CacheEntry.newBuilder()
        .setKey(each.key().toString())
        .setTenant(each.scope().tenant())
        .setLabel(Protos.toProto(each.scope().label()))
        .setMethod(each.scope().method())
        .setQuestion(
            question.codePointCount(0, question.length()) > LONGEST_QUESTION
                ? question.substring(0, question.offsetByCodePoints(0, LONGEST_QUESTION)) + "…"
                : question)
        .setAgeMillis(each.age().toMillis())
        .setExpiresInMillis(each.expiresIn().toMillis())
        .setCostMicros(each.cost().toNanos() / 1_000)
        .setBytes(each.bytes())
        .build();
  }

  @Override
  public void evict(EvictCacheRequest request, StreamObserver<EvictedEntries> answer) {
    answer(
        answer,
        () -> {
          Optional<Key> key = said(request.getKey()).map(CacheService::key);
          Optional<String> tenant = said(request.getTenant());
          Optional<String> method = said(request.getMethod());
          boolean some = key.isPresent() || tenant.isPresent() || method.isPresent();
          if (some == request.getAll()) {
            throw new Refused(
                some
                    ? "Everything, or only a key, tenant or method: say one of them."
                    : "Nothing says what is to be forgotten. Name a key, a tenant, a method, or"
                        + " say that all is meant.");
          }
          Selected selected = new Selected(key, tenant, method);
          return EvictedEntries.newBuilder()
              .setEntries(caching.now().map(cache -> cache.evict(selected)).orElse(0L))
              .build();
        });
  }

  @Override
  public void audit(AuditCacheRequest request, StreamObserver<CacheAudit> answer) {
    answer(
        answer,
        () -> {
          int most = count("most", request.getMost(), AUDITED, MOST_AUDITED);
          AuditResult result =
              caching.now().map(cache -> cache.audit(most)).orElse(new AuditResult(0, 0, 0));
          return CacheAudit.newBuilder()
              .setJudged(result.judged())
              .setWrong(result.wrong())
              .setUnknown(result.unknown())
              .build();
        });
  }

  private static Optional<String> said(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static Key key(String text) {
    try {
      return Key.of(HexFormat.of().parseHex(text));
    } catch (IllegalArgumentException e) {
      throw new Refused(
          "A key is " + 2 * Key.SIZE + " hexadecimal digits, as the list of entries shows it.");
    }
  }

  private static int count(String what, int said, int fallback, int most) {
    if (said < 0 || said > most) {
      throw new Refused(
          what + ": " + said + " (expected: 1 to " + most + ", 0 for " + fallback + ")");
    }
    return said == 0 ? fallback : said;
  }
}
