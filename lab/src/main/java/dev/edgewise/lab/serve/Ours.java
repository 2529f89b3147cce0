package dev.edgewise.lab.serve;

import dev.edgewise.bench.load.Answer;
import dev.edgewise.serving.batch.Batcher;
import dev.edgewise.serving.batch.Device;
import dev.edgewise.serving.batch.LaneFamily;
import dev.edgewise.serving.batch.LaneSettings;
import dev.edgewise.serving.batch.Terms;
import dev.edgewise.serving.batch.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Edgewise itself: the very class that agents run, with its usual settings. */
final class Ours implements Contender {
  /** How it is called in the results. */
  static final String NAME = "edgewise";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Server open(Rig rig) {
    Device device =
        Device.on(rig.timeline(), rig.timeline(), rig.executor()).workers(rig.workers()).build();
    List<Batcher<Item, Item>> batchers = new ArrayList<>();
    for (int i = 0; i < rig.models(); i++) {
      batchers.add(device.open(family(rig, i)));
    }
    warmUp(rig, batchers);
    return new Server() {
      @Override
      public void submit(Item item) {
        // A call that it does not tell of shows as unanswered.
        CompletableFuture<Void> unused =
            batchers
                .get(item.model())
                .submit(item, Terms.until(item.deadlineNanos()))
                .thenAccept(verdict -> item.done().accept(answer(verdict)));
      }

      @Override
      public void close() {
        device.close();
      }
    };
  }

  static LaneFamily<Item, Item> family(Rig rig, int model) {
    return LaneFamily.<Item, Item>of(
            "model" + model,
            items -> {
              rig.engine().run(model, items.getFirst().shape(), items.size());
              return items;
            })
        .settings(LaneSettings.usual().withMaxBatchSize(Cell.MAX_BATCH))
        .key(Item::shape)
        .idempotent(true)
        .build();
  }

  /** What a model's warm-up does before it is ready, so that no call teaches the device. */
  private static void warmUp(Rig rig, List<Batcher<Item, Item>> batchers) {
    for (int model = 0; model < batchers.size(); model++) {
      for (int shape = 0; shape < rig.shapes(); shape++) {
        Item sample = new Item(model, shape, 0, 0, answer -> {});
        for (int size = 1; size <= Cell.MAX_BATCH; size *= 2) {
          batchers.get(model).learn(sample, size, Duration.ofNanos(rig.cost().nanos(size)));
        }
      }
    }
  }

  static Answer answer(Verdict<Item> verdict) {
    return switch (verdict) {
      case Verdict.Completed<Item> unused -> Answer.COMPLETED;
      case Verdict.Refused<Item> unused -> Answer.REFUSED;
      case Verdict.Cancelled<Item> unused -> Answer.REFUSED;
      case Verdict.Failed<Item> unused -> Answer.FAILED;
    };
  }
}
