package dev.edgewise.orchestrator.training;

import dev.edgewise.core.training.JobPhase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which jobs get nodes. In each zone the job of the highest priority goes first, among equals the
 * one that was submitted first; while it waits, none behind it overtakes it, or small jobs would
 * keep a large one waiting for ever. Pure.
 */
final class Queue {
  private static final Comparator<Job> ORDER =
      Comparator.comparing((Job job) -> -job.spec().priority()).thenComparing(Job::number);

  private Queue() {}

  /** Places the jobs for which there is room, and says of the others what they wait for. */
  static List<Job> place(Collection<Job> jobs, Collection<Trainee> nodes, Moment now) {
    Map<String, Long> used =
        jobs.stream()
            .flatMap(job -> job.ranks().stream())
            .filter(Rank::holdsSlot)
            .collect(Collectors.groupingBy(Rank::node, Collectors.counting()));
    Map<String, Job> first = new HashMap<>();
    List<Job> placed = new ArrayList<>();
    List<Job> queued =
        jobs.stream().filter(job -> job.phase() == JobPhase.QUEUED).sorted(ORDER).toList();
    for (Job job : queued) {
      String zone = job.spec().zone();
      Job before = first.get(zone);
      if (before != null) {
        job.explain("waits for job " + before.number() + ", which goes before it");
        continue;
      }
      List<Seats> seats = seats(zone, nodes, used);
      int free = seats.stream().mapToInt(Seats::free).sum();
      if (free < job.spec().worldSize()) {
        job.explain(wait(job, seats, free));
        first.put(zone, job);
        continue;
      }
      List<String> chosen = choose(seats, job.spec().worldSize());
      chosen.forEach(node -> used.merge(node, 1L, Long::sum));
      job.place(chosen, now);
      placed.add(job);
    }
    return placed;
  }

  /** What a node has left. */
  private record Seats(String node, int slots, int free) {}

  private static List<Seats> seats(String zone, Collection<Trainee> nodes, Map<String, Long> used) {
    return nodes.stream()
        .filter(node -> node.isConnected() && node.zone().equals(zone))
        .map(
            node ->
                new Seats(
                    node.node(),
                    node.slots(),
                    Math.max(0, node.slots() - used.getOrDefault(node.node(), 0L).intValue())))
        .sorted(Comparator.comparing(Seats::node))
        .toList();
  }

  /** Over as many nodes as there are, so that ranks disturb each other as little as may be. */
  private static List<String> choose(List<Seats> seats, int ranks) {
    List<String> chosen = new ArrayList<>();
    for (int round = 0; chosen.size() < ranks; round++) {
      for (Seats node : seats) {
        if (node.free() > round && chosen.size() < ranks) {
          chosen.add(node.node());
        }
      }
    }
    // Ranks of a node stand side by side, as torchrun has them.
    chosen.sort(Comparator.naturalOrder());
    return chosen;
  }

  private static String wait(Job job, List<Seats> seats, int free) {
    int all = seats.stream().mapToInt(Seats::slots).sum();
    int wanted = job.spec().worldSize();
    String zone = " in zone " + job.spec().zone();
    if (all < wanted) {
      int more = wanted - all;
      return "waits for "
          + (more == 1 ? "1 more node" : more + " more nodes")
          + " with training: true"
          + zone
          + " (it takes "
          + wanted
          + ", and "
          + (all == 0 ? "none is there" : all + (all == 1 ? " is there" : " are there"))
          + ")";
    }
    return "waits for jobs that run"
        + zone
        + " (it takes "
        + wanted
        + " of "
        + all
        + " slots, and "
        + free
        + (free == 1 ? " is free)" : " are free)");
  }
}
