package dev.edgewise.orchestrator.rpc;

import dev.edgewise.orchestrator.node.Serving;
import dev.edgewise.proto.v1.LaneState;
import dev.edgewise.proto.v1.ModelState;
import dev.edgewise.proto.v1.Renew;
import dev.edgewise.proto.v1.ServingState;
import java.util.Optional;

/** How models and lanes are, as the protocols with agents and operators have it. Pure. */
final class ServingStates {
  private ServingStates() {}

  /** What a renewal says of it; empty when it says nothing. */
  static Optional<Serving> of(Renew renew) {
    return renew.hasServing() ? Optional.of(fromProto(renew.getServing())) : Optional.empty();
  }

  private static Serving fromProto(ServingState state) {
    return new Serving(
        state.getModelsList().stream().map(ServingStates::fromProto).toList(),
        state.getLanesList().stream().map(ServingStates::fromProto).toList(),
        state.getCachesList().stream().map(CacheStates::fromProto).toList(),
        state.getGenerationsList().stream().map(GenerationStates::fromProto).toList());
  }

  private static Serving.Model fromProto(ModelState model) {
    return new Serving.Model(
        model.getName(),
        model.getVersion(),
        model.getEngine(),
        model.getState(),
        model.getBecause(),
        model.getMemoryBytes(),
        model.getLoadMillis(),
        model.getCalls(),
        model.getBudgetBytes());
  }

  private static Serving.Lane fromProto(LaneState lane) {
    return new Serving.Lane(
        lane.getMethod(),
        lane.getShape(),
        lane.getWaiting(),
        lane.getCap(),
        lane.getBatchesList(),
        lane.getVerdictsMap(),
        lane.getWaitP50Millis(),
        lane.getBatchP50Millis());
  }

  static ServingState toProto(Serving serving) {
    ServingState.Builder state = ServingState.newBuilder();
    serving.models().forEach(model -> state.addModels(toProto(model)));
    serving.lanes().forEach(lane -> state.addLanes(toProto(lane)));
    serving.caches().forEach(cached -> state.addCaches(CacheStates.toProto(cached)));
    serving.generations().forEach(each -> state.addGenerations(GenerationStates.toProto(each)));
    return state.build();
  }

  private static ModelState toProto(Serving.Model model) {
    return ModelState.newBuilder()
        .setName(model.name())
        .setVersion(model.version())
        .setEngine(model.engine())
        .setState(model.state())
        .setBecause(model.because())
        .setMemoryBytes(model.memoryBytes())
        .setLoadMillis(model.loadMillis())
        .setCalls(model.calls())
        .setBudgetBytes(model.budgetBytes())
        .build();
  }

  private static LaneState toProto(Serving.Lane lane) {
    return LaneState.newBuilder()
        .setMethod(lane.method())
        .setShape(lane.shape())
        .setWaiting(lane.waiting())
        .setCap(lane.cap())
        .addAllBatches(lane.batches())
        .putAllVerdicts(lane.verdicts())
        .setWaitP50Millis(Numbers.round(lane.waitMillis()))
        .setBatchP50Millis(Numbers.round(lane.batchMillis()))
        .build();
  }
}
