package dev.edgewise.core.router;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.Candidate;
import dev.edgewise.core.Candidate.Removed;
import dev.edgewise.core.Filter;
import dev.edgewise.core.FleetView;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.Placement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Words for a call that no node may run: what removed the nodes, grouped by rule, and what to do.
 * Pure.
 */
final class Refusal {
  private static final int NODES_NAMED = 8;
  private static final int LONGEST = 1_500;

  private Refusal() {}

  static Placement.Refuse of(
      Invocation invocation, String method, FleetView view, List<Candidate> removed) {
    return new Placement.Refuse(
        Words.clip(reason(invocation, Words.clip(method), view, removed), LONGEST));
  }

  private static String reason(
      Invocation invocation, String method, FleetView view, List<Candidate> candidates) {
    if (view.nodes().isEmpty()) {
      return "no node may run "
          + method
          + ": no node is registered. Start an agent and name it with"
          + " Edgewise.builder().edgeNodes(…) or .cloudZone(…)";
    }
    Map<Filter, List<Removed>> groups = new EnumMap<>(Filter.class);
    for (Candidate candidate : candidates) {
      if (candidate instanceof Removed removed) {
        groups.computeIfAbsent(removed.filter(), filter -> new ArrayList<>()).add(removed);
      }
    }
    List<Removed> without = groups.remove(Filter.NOT_OFFERED);
    if (groups.isEmpty() && without != null) {
      return "no node offers "
          + method
          + ". Registered: "
          + names(without)
          + ". Start an agent whose --services hold a body for it, or see with `edgewise call` what"
          + " a node offers";
    }
    StringBuilder text = new StringBuilder("no node may run ").append(method);
    String separator = ": ";
    for (List<Removed> group : groups.values()) {
      for (Removed removed : group.subList(0, Math.min(group.size(), NODES_NAMED))) {
        text.append(separator).append(removed.because());
        separator = "; ";
      }
      if (group.size() > NODES_NAMED) {
        text.append(" (and ").append(group.size() - NODES_NAMED).append(" more for the same rule)");
      }
    }
    if (without != null) {
      text.append("; not offered by ").append(names(without));
    }
    // The last rule names the nodes that came closest to running the call: what to do about those
    // helps soonest.
    Filter closest = List.copyOf(groups.keySet()).get(groups.size() - 1);
    return text.append(". ").append(whatToDo(closest, invocation)).toString();
  }

  private static String whatToDo(Filter filter, Invocation invocation) {
    return switch (filter) {
      case NOT_OFFERED -> "Start an agent whose --services hold a body for it";
      case OTHER_TIER -> "Start a node of that tier that offers the method";
      case LABEL ->
          invocation.label() == Label.LOCAL_ONLY && invocation.callerSite().isEmpty()
              ? "A caller that names its site can use the nodes there"
              : "Start a node where the label allows it, or lower the label if the data really is"
                  + " less sensitive";
      case NO_ACCELERATOR -> "Ask for an accelerator that a node has, or start a node that has one";
      case UNREACHABLE -> "See whether these agents run and can be reached from here";
      case DRAINING -> "Wait until a stopping agent has come back, or start another";
      case ALREADY_TRIED ->
          "There is no other node to send it to: the earlier tries say what is wrong";
    };
  }

  private static String names(List<Removed> group) {
    StringBuilder names = new StringBuilder();
    for (Removed removed : group.subList(0, Math.min(group.size(), NODES_NAMED))) {
      names.append(names.isEmpty() ? "" : ", ").append(removed.node().name());
    }
    if (group.size() > NODES_NAMED) {
      names.append(" and ").append(group.size() - NODES_NAMED).append(" more");
    }
    return names.toString();
  }
}
