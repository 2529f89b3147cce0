package dev.edgewise.serving.cache.semantic;

import dev.edgewise.serving.cache.store.Key;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Exact while it is small, a graph when it has grown. The graph is built in the background, and
 * what comes meanwhile goes to both; until it is ready, the exact index answers, only slower.
 */
final class GrowingIndex implements PointIndex {
  private final int limit;
  private final Executor background;
  private final Supplier<GraphIndex> graphs;

  /** What answers; replaced once. */
  private volatile PointIndex answering;

  /** Being built, or answering; guarded by this. */
  private @Nullable GraphIndex graph;

  /**
   * Begins exact.
   *
   * @param limit the most questions that the exact index is meant for
   * @param graphs makes the other, empty
   */
  GrowingIndex(ExactIndex exact, int limit, Executor background, Supplier<GraphIndex> graphs) {
    this.limit = limit;
    this.background = background;
    this.graphs = graphs;
    answering = exact;
  }

  @Override
  public synchronized void put(Question question, float[] point) {
    PointIndex current = answering;
    current.put(question, point);
    if (graph != null && graph != current) {
      graph.put(question, point);
    } else if (graph == null && current.size() > limit && current instanceof ExactIndex exact) {
      GraphIndex begun = graphs.get();
      try {
        background.execute(() -> build(exact, begun));
        graph = begun;
      } catch (RejectedExecutionException e) {
        // The node is stopping; the exact index will do until then.
        begun.close();
      }
    }
  }

  private void build(ExactIndex exact, GraphIndex begun) {
    exact.copyTo(this::copy);
    begun.refresh();
    answering = begun;
  }

  /** Copies a question to the graph, unless it has gone meanwhile. */
  private synchronized void copy(Question question, float[] point) {
    GraphIndex building = graph;
    if (building != null && answering instanceof ExactIndex exact && exact.has(question)) {
      building.put(question, point);
    }
  }

  @Override
  public synchronized void remove(Key key) {
    answering.remove(key);
    if (graph != null && graph != answering) {
      graph.remove(key);
    }
  }

  @Override
  public List<Near> nearest(float[] point, double least, int most) {
    return answering.nearest(point, least, most);
  }

  @Override
  public int size() {
    return answering.size();
  }

  /** Whether the graph answers. */
  boolean isGraph() {
    return answering instanceof GraphIndex;
  }
}
