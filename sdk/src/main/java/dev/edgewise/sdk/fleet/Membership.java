package dev.edgewise.sdk.fleet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a new view means for the nodes that a client tracks. Pure.
 *
 * @param joined nodes to begin with
 * @param left nodes to take no calls any more: they are gone from the view, or have another address
 * @param known what the view says of the nodes that stay, by node; nodes that the caller named by
 *     address are among them when the view knows them by name
 */
record Membership(
    List<RegisteredNode> joined, List<TrackedNode> left, Map<TrackedNode, RegisteredNode> known) {
  static Membership of(
      OrchestratorView view, Selection selection, Collection<TrackedNode> tracked) {
    Map<String, RegisteredNode> wanted = new LinkedHashMap<>();
    Map<String, RegisteredNode> all = new LinkedHashMap<>();
    for (RegisteredNode node : view.nodes()) {
      all.put(node.name(), node);
      if (selection.takes(node.node())) {
        wanted.put(node.name(), node);
      }
    }
    List<TrackedNode> left = new ArrayList<>();
    Map<TrackedNode, RegisteredNode> known = new LinkedHashMap<>();
    for (TrackedNode node : tracked) {
      if (!node.target.isRegistered()) {
        // Named by address: the caller's word stands, whatever the view says.
        wanted.values().removeIf(entry -> isTheSame(node, entry));
        all.values().stream()
            .filter(entry -> isTheSame(node, entry))
            .findFirst()
            .ifPresent(entry -> known.put(node, entry));
        continue;
      }
      RegisteredNode entry = wanted.get(node.target.node().orElse(""));
      if (entry != null && entry.address().equals(node.target.address())) {
        known.put(node, entry);
        wanted.remove(entry.name());
      } else {
        left.add(node);
      }
    }
    return new Membership(List.copyOf(wanted.values()), left, known);
  }

  private static boolean isTheSame(TrackedNode named, RegisteredNode entry) {
    return named.target.address().equals(entry.address())
        || named.target.node().or(named::name).equals(Optional.of(entry.name()));
  }
}
