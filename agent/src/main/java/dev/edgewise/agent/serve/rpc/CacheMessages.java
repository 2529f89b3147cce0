package dev.edgewise.agent.serve.rpc;

import dev.edgewise.proto.v1.CachePartition;
import dev.edgewise.proto.v1.SemanticState;
import dev.edgewise.sdk.wire.Protos;
import dev.edgewise.serving.cache.CacheReport;
import dev.edgewise.serving.cache.Scope;
import dev.edgewise.serving.cache.semantic.PoolState;

/** Partitions of a cache as messages. Pure. */
public final class CacheMessages {
  private CacheMessages() {}

  /** One partition. */
  public static CachePartition partition(CacheReport.Partition each) {
    Scope scope = each.scope();
    CachePartition.Builder partition =
        CachePartition.newBuilder()
            .setTenant(scope.tenant())
            .setLabel(Protos.toProto(scope.label()))
            .setMethod(scope.method())
            .setSubject(scope.producer())
            .setExact(each.exact())
            .setSemantic(each.semantic())
            .setNone(each.none())
            .setFailures(each.failures())
            .setComplaints(each.complaints());
    each.similar().ifPresent(state -> partition.setSimilar(similar(state)));
    return partition.build();
  }

  private static SemanticState similar(PoolState state) {
    SemanticState.Builder similar =
        SemanticState.newBuilder()
            .setQuestions(state.questions())
            .setAsked(state.asked())
            .setHits(state.hits())
            .setJudged(state.judged())
            .setWrong(state.wrong())
            .setLow(state.low())
            .setHigh(state.high())
            .setWhy(state.why());
    state.threshold().ifPresent(similar::setThreshold);
    return similar.build();
  }
}
