package dev.edgewise.orchestrator.rpc;

import dev.edgewise.orchestrator.node.Generation;
import dev.edgewise.proto.v1.GenerationState;
import java.util.List;

/** What is being generated, as the protocols with agents and operators have it. Pure. */
final class GenerationStates {
  private GenerationStates() {}

  /** Where it was before is not for a node to say. */
  static Generation fromProto(GenerationState state) {
    return new Generation(
        state.getCall(),
        state.getMethod(),
        state.getState(),
        state.getLeg(),
        state.getHad(),
        state.getChunks(),
        state.getUnit(),
        state.getDone(),
        state.getOf(),
        state.getPerSecond(),
        state.getFirstMillis(),
        state.getRunningMillis(),
        state.getKeptStep(),
        state.getKeptBytes(),
        List.of());
  }

  static GenerationState toProto(Generation generation) {
    return GenerationState.newBuilder()
        .setCall(generation.call())
        .setMethod(generation.method())
        .setState(generation.state())
        .setLeg(generation.leg())
        .setHad(generation.had())
        .setChunks(generation.chunks())
        .setUnit(generation.unit())
        .setDone(generation.done())
        .setOf(generation.of())
        .setPerSecond(Numbers.round(generation.perSecond()))
        .setFirstMillis(Numbers.round(generation.firstMillis()))
        .setRunningMillis(generation.runningMillis())
        .setKeptStep(generation.keptStep())
        .setKeptBytes(generation.keptBytes())
        .addAllFrom(generation.from())
        .build();
  }
}
