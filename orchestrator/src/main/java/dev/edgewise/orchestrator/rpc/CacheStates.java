package dev.edgewise.orchestrator.rpc;

import dev.edgewise.orchestrator.node.Serving;
import dev.edgewise.proto.v1.CachePartition;
import dev.edgewise.proto.v1.SemanticState;
import dev.edgewise.sdk.wire.Protos;
import java.util.Optional;
import java.util.OptionalDouble;

/** What is kept of answers, as the protocols with agents and operators have it. Pure. */
final class CacheStates {
  private CacheStates() {}

  static Serving.Cached fromProto(CachePartition partition) {
    return new Serving.Cached(
        partition.getTenant(),
        Protos.fromProto(partition.getLabel()),
        partition.getMethod(),
        partition.getExact(),
        partition.getSemantic(),
        partition.getNone(),
        partition.getComplaints(),
        partition.hasSimilar() ? Optional.of(fromProto(partition.getSimilar())) : Optional.empty());
  }

  private static Serving.Similar fromProto(SemanticState state) {
    return new Serving.Similar(
        state.getHits(),
        state.getJudged(),
        state.getWrong(),
        state.getLow(),
        state.getHigh(),
        state.hasThreshold() ? OptionalDouble.of(state.getThreshold()) : OptionalDouble.empty(),
        state.getWhy());
  }

  static CachePartition toProto(Serving.Cached cached) {
    CachePartition.Builder partition =
        CachePartition.newBuilder()
            .setTenant(cached.tenant())
            .setMethod(cached.method())
            .setExact(cached.exact())
            .setSemantic(cached.semantic())
            .setNone(cached.none())
            .setComplaints(cached.complaints());
    cached.label().ifPresent(label -> partition.setLabel(Protos.toProto(label)));
    cached.similar().ifPresent(similar -> partition.setSimilar(toProto(similar)));
    return partition.build();
  }

  private static SemanticState toProto(Serving.Similar similar) {
    SemanticState.Builder state =
        SemanticState.newBuilder()
            .setHits(similar.hits())
            .setJudged(similar.judged())
            .setWrong(similar.wrong())
            .setLow(similar.low())
            .setHigh(similar.high())
            .setWhy(similar.why());
    similar.threshold().ifPresent(state::setThreshold);
    return state.build();
  }
}
