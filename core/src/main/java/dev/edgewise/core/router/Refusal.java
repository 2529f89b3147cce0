package dev.edgewise.core.router;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Candidate;
import dev.edgewise.core.Candidate.Removed;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Filter;
import dev.edgewise.core.FleetView;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.Needs;
import dev.edgewise.core.NodeView;
import dev.edgewise.core.Placement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Words for a call that no node may run: what removed the nodes, grouped by rule, and what to do.
 * Pure.
 */
final class Refusal {
  private static final int NODES_NAMED = 8;
  private static final int ACCELERATORS_NAMED = 8;
  private static final int LONGEST = 1_500;

  private Refusal() {}

  static Placement.Refuse of(
      Invocation invocation, String method, FleetView view, List<Candidate> removed) {
    Map<Filter, List<Removed>> groups = new EnumMap<>(Filter.class);
    for (Candidate candidate : removed) {
      if (candidate instanceof Removed one) {
        groups.computeIfAbsent(one.filter(), filter -> new ArrayList<>()).add(one);
      }
    }
    return new Placement.Refuse(
        code(groups), Words.clip(reason(invocation, Words.clip(method), view, groups), LONGEST));
  }

  private static ErrorCode code(Map<Filter, List<Removed>> groups) {
    if (groups.isEmpty()) {
      return ErrorCode.NO_NODE;
    }
    return switch (closest(groups)) {
      case NO_ACCELERATOR -> ErrorCode.NO_ACCELERATOR;
      case RULE -> ErrorCode.RULE_REFUSED;
      default -> ErrorCode.NO_NODE;
    };
  }

  /**
   * The last rule names the nodes that came closest to running the call: what to do about those
   * helps soonest.
   */
  private static Filter closest(Map<Filter, List<Removed>> groups) {
    return List.copyOf(groups.keySet()).get(groups.size() - 1);
  }

  private static String reason(
      Invocation invocation, String method, FleetView view, Map<Filter, List<Removed>> groups) {
    if (view.nodes().isEmpty()) {
      return "no node may run "
          + method
          + ": no node is registered. Start an agent and name it with"
          + " Edgewise.builder().edgeNodes(…) or .cloudZone(…)";
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
    Filter closest = closest(groups);
    if (closest == Filter.NO_ACCELERATOR) {
      // Said once for all of them: what there is instead must not be cut off behind it.
      text.append(": it needs ").append(needs(invocation)).append(", which no node has that ");
      text.append(groups.size() > 1 ? "it may be sent to" : "offers it");
      text.append(" (")
          .append(names(requireNonNull(groups.get(Filter.NO_ACCELERATOR))))
          .append("). ")
          .append(fleetHas(view))
          .append(". ");
      return text.append(whatToDo(closest, invocation)).toString();
    }
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
    return text.append(". ").append(whatToDo(closest, invocation)).toString();
  }

  /** What the method and the call need. */
  private static String needs(Invocation invocation) {
    return Stream.concat(invocation.method().needs().stream(), invocation.needs().stream())
        .map(Needs::words)
        .distinct()
        .collect(Collectors.joining(" and "));
  }

  /** Every accelerator of the fleet, by what it is, with the nodes that have it. */
  private static String fleetHas(FleetView view) {
    Map<String, List<String>> owners = new TreeMap<>();
    for (NodeView node : view.nodes()) {
      node.accelerators().stream()
          .map(Accelerator::words)
          .distinct()
          .forEach(
              words ->
                  owners
                      .computeIfAbsent(words, unused -> new ArrayList<>())
                      .add(node.node().name()));
    }
    if (owners.isEmpty()) {
      return "No node of the fleet has an accelerator";
    }
    StringBuilder text = new StringBuilder("The fleet has ");
    int named = 0;
    for (Map.Entry<String, List<String>> entry : owners.entrySet()) {
      if (named++ == ACCELERATORS_NAMED) {
        return text.append(" and ")
            .append(owners.size() - ACCELERATORS_NAMED)
            .append(" more")
            .toString();
      }
      List<String> nodes = entry.getValue();
      text.append(named == 1 ? "" : "; ")
          .append(Words.clip(entry.getKey()))
          .append(" on ")
          .append(String.join(", ", nodes.subList(0, Math.min(nodes.size(), NODES_NAMED))))
          .append(
              nodes.size() > NODES_NAMED
                  ? " and " + (nodes.size() - NODES_NAMED) + " more nodes"
                  : "");
    }
    return text.toString();
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
      case RULE ->
          "Start a node that the rule allows, or have whoever keeps the fleet's rules change it";
      case NO_ACCELERATOR ->
          "Ask for what a node has, or start a node that has this; what an agent does not find can"
              + " be declared with its --accelerators";
      case UNREACHABLE -> "See whether these agents run and can be reached from here";
      case DRAINING -> "Wait until a stopping agent has come back, or start another";
      case ALREADY_TRIED ->
          "There is no other node to send it to: the earlier tries say what is wrong";
      case QUARANTINED ->
          "Let an operator release it with `edgewise node release`, or start another node";
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
