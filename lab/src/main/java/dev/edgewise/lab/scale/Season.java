package dev.edgewise.lab.scale;

import dev.edgewise.core.queue.WaitTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs traces: each seed draws a workload, on which all contenders are run at all cold starts. */
final class Season {
  private final List<Contender> contenders;
  private final List<Double> coldStarts;
  private final long firstSeed;
  private final int seeds;

  /** Kept from run to run; whoever runs takes one that is free. */
  private final Queue<WaitTable> tables = new ConcurrentLinkedQueue<>();

  Season(List<Contender> contenders, List<Double> coldStarts, long firstSeed, int seeds) {
    this.contenders = List.copyOf(contenders);
    this.coldStarts = List.copyOf(coldStarts);
    this.firstSeed = firstSeed;
    this.seeds = seeds;
  }

  /** The cells of a trace, one for each cold start; the same whatever the number of threads. */
  List<Cell> run(Trace trace, int threads) throws InterruptedException {
    List<Callable<List<List<Outcome>>>> tasks = new ArrayList<>();
    for (int i = 0; i < seeds; i++) {
      long seed = firstSeed + i;
      tasks.add(() -> seed(trace, seed));
    }
    List<List<List<Outcome>>> bySeed = new ArrayList<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      for (Future<List<List<Outcome>>> done : workers.invokeAll(tasks)) {
        bySeed.add(done.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(trace.title() + " could not be run", e.getCause());
    }
    List<Cell> cells = new ArrayList<>();
    for (int start = 0; start < coldStarts.size(); start++) {
      List<List<Outcome>> outcomes = new ArrayList<>();
      for (int contender = 0; contender < contenders.size(); contender++) {
        List<Outcome> ofSeeds = new ArrayList<>();
        for (List<List<Outcome>> seed : bySeed) {
          ofSeeds.add(seed.get(start).get(contender));
        }
        outcomes.add(ofSeeds);
      }
      cells.add(new Cell(trace.title(), coldStarts.get(start), outcomes));
    }
    return cells;
  }

  /** For each cold start the outcome of each contender. */
  private List<List<Outcome>> seed(Trace trace, long seed) {
    WaitTable waits = tables.poll();
    waits = waits == null ? new WaitTable(Integer.MAX_VALUE) : waits;
    Workload load = trace.draw(seed);
    List<List<Outcome>> all = new ArrayList<>();
    for (double coldStart : coldStarts) {
      List<Outcome> outcomes = new ArrayList<>();
      for (Contender contender : contenders) {
        Policy policy = contender.maker().make(load, coldStart, waits);
        outcomes.add(ZoneSimulation.run(load, coldStart, policy));
      }
      all.add(outcomes);
    }
    tables.add(waits);
    return all;
  }
}
