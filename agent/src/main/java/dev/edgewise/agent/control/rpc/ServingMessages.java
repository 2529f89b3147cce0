package dev.edgewise.agent.control.rpc;

import dev.edgewise.agent.control.Serving;
import dev.edgewise.agent.serve.GenerationView;
import dev.edgewise.agent.serve.rpc.CacheMessages;
import dev.edgewise.proto.v1.GenerationState;
import dev.edgewise.proto.v1.LaneState;
import dev.edgewise.proto.v1.ModelState;
import dev.edgewise.proto.v1.ServingState;
import dev.edgewise.serving.host.HostStates;
import java.time.Duration;

/** Translates how serving goes. */
final class ServingMessages {
  private static final double NANOS_PER_MILLI = 1e6;

  private ServingMessages() {}

  static ServingState toProto(Serving serving) {
    ServingState.Builder proto = ServingState.newBuilder();
    serving.models().stream()
        .limit(Serving.MAX_MODELS)
        .forEach(model -> proto.addModels(model(model)));
    serving.lanes().stream().limit(Serving.MAX_LANES).forEach(lane -> proto.addLanes(lane(lane)));
    serving.caches().stream()
        .limit(Serving.MAX_CACHES)
        .forEach(cached -> proto.addCaches(CacheMessages.partition(cached)));
    serving.generations().stream()
        .limit(Serving.MAX_GENERATIONS)
        .forEach(each -> proto.addGenerations(generation(each)));
    return proto.build();
  }

  private static ModelState model(HostStates.ModelState model) {
    return ModelState.newBuilder()
        .setName(model.name())
        .setVersion(model.version())
        .setEngine(model.engine())
        .setState(model.word())
        .setBecause(model.because())
        .setMemoryBytes(model.memoryBytes())
        .setLoadMillis(model.load().toMillis())
        .setCalls(model.calls())
        .setBudgetBytes(model.budgetBytes())
        .build();
  }

  private static GenerationState generation(GenerationView view) {
    GenerationState.Builder state =
        GenerationState.newBuilder()
            .setCall(view.call())
            .setMethod(view.method())
            .setState(view.state().word())
            .setLeg(view.leg())
            .setHad(view.had())
            .setChunks(view.chunks())
            .setUnit(view.unit().word())
            .setDone(view.done())
            .setOf(view.of())
            .setPerSecond(view.perSecond())
            .setFirstMillis(view.first().map(Duration::toNanos).orElse(0L) / NANOS_PER_MILLI)
            .setRunningMillis(view.running().toMillis());
    view.kept().ifPresent(kept -> state.setKeptStep(kept.step()).setKeptBytes(kept.bytes()));
    return state.build();
  }

  private static LaneState lane(Serving.Lane lane) {
    return LaneState.newBuilder()
        .setMethod(lane.method())
        .setShape(lane.shape())
        .setWaiting(lane.waiting())
        .setCap(lane.cap())
        .addAllBatches(lane.tally().batches())
        .putAllVerdicts(lane.tally().verdicts())
        .setWaitP50Millis(lane.tally().waitNanos() / NANOS_PER_MILLI)
        .setBatchP50Millis(lane.tally().batchNanos() / NANOS_PER_MILLI)
        .build();
  }
}
