package dev.edgewise.sdk.invoke;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Node;
import dev.edgewise.core.NodeView;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.fleet.Fleet;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Tells nodes of answers that were wrong. It remembers which node gave the last {@value #MOST}
 * answers that are kept somewhere; of any other call all nodes are asked. Thread-safe.
 */
final class WrongAnswers {
  private static final int MOST = 4_096;
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final Fleet fleet;

  // Guarded by this.
  private final Map<String, Node> nodes = new HashMap<>();
  private final Deque<String> eldest = new ArrayDeque<>();

  WrongAnswers(Fleet fleet) {
    this.fleet = requireNonNull(fleet, "fleet");
  }

  /** A call has ended. */
  void ended(Outcome<?> outcome) {
    if (outcome instanceof Outcome.Completed<?> completed && completed.cache().isPresent()) {
      answered(completed.decisionId(), completed.node());
    }
  }

  private synchronized void answered(String decisionId, Node node) {
    if (nodes.put(decisionId, node) == null) {
      eldest.add(decisionId);
    }
    if (eldest.size() > MOST) {
      nodes.remove(eldest.remove());
    }
  }

  private synchronized List<Node> who(String decisionId) {
    Node known = nodes.get(decisionId);
    return known == null
        ? fleet.view().nodes().stream().map(NodeView::node).toList()
        : List.of(known);
  }

  /** Whether some node had answered so; that of one that cannot be reached is not known. */
  CompletableFuture<Boolean> wrong(String decisionId) {
    List<CompletableFuture<Boolean>> answers = new ArrayList<>();
    for (Node node : who(decisionId)) {
      fleet
          .link(node)
          .ifPresent(
              link -> {
                CompletableFuture<Boolean> answer = new CompletableFuture<>();
                link.wrong(decisionId, TIMEOUT, answer::complete);
                answers.add(answer);
              });
    }
    return CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
        .thenApply(all -> answers.stream().anyMatch(CompletableFuture::join));
  }
}
