package dev.edgewise.orchestrator.fleet;

import dev.edgewise.orchestrator.node.Generation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Which nodes have told of a generation, in the order of their parts of it: a node that goes on
 * with one does not know who had it before, and that one may be dead. Knows only what renewals
 * said: a node that was killed within a second of taking a generation over is not among them.
 * Bounded: the calls that were told of last. Not thread-safe.
 */
final class Trails {
  /** So many calls are remembered. */
  static final int MOST_CALLS = 1_024;

  private final SequencedMap<String, SequencedMap<Integer, String>> calls = new LinkedHashMap<>();

  /** A node tells what it generates. */
  void told(String node, List<Generation> generations) {
    for (Generation generation : generations) {
      // What is told of most lately stays longest.
      SequencedMap<Integer, String> legs = calls.remove(generation.call());
      if (legs == null) {
        legs = new LinkedHashMap<>();
      }
      legs.putIfAbsent(generation.leg(), node);
      if (legs.size() > Generation.MOST_FROM) {
        legs.pollFirstEntry();
      }
      calls.put(generation.call(), legs);
      if (calls.size() > MOST_CALLS) {
        calls.pollFirstEntry();
      }
    }
  }

  /** The same, with the nodes that had each before. */
  List<Generation> with(List<Generation> generations) {
    return generations.stream().map(each -> each.cameFrom(before(each))).toList();
  }

  private List<String> before(Generation generation) {
    SequencedMap<Integer, String> legs = calls.get(generation.call());
    if (legs == null) {
      return List.of();
    }
    List<Map.Entry<Integer, String>> earlier = new ArrayList<>(legs.entrySet());
    earlier.removeIf(leg -> leg.getKey() >= generation.leg());
    earlier.sort(Map.Entry.comparingByKey());
    return earlier.stream().map(Map.Entry::getValue).toList();
  }
}
