package dev.edgewise.orchestrator.rpc;

import dev.edgewise.core.Clock;
import dev.edgewise.daemon.content.ContentStore;
import dev.edgewise.orchestrator.training.TrainingKeeper;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Builds what operators and agents say of training jobs from. */
@Factory
final class TrainingParts {
  @Singleton
  TrainingService operators(TrainingKeeper keeper, Clock clock) {
    return new TrainingService(keeper, clock);
  }

  @Singleton
  RanksService agents(TrainingKeeper keeper) {
    return new RanksService(keeper);
  }

  @Singleton
  ContentService contents(ContentStore store) {
    return new ContentService(store);
  }
}
