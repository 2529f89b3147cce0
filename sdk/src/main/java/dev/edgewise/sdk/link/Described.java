package dev.edgewise.sdk.link;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Load;
import dev.edgewise.core.Node;
import java.util.List;
import java.util.Set;

/** What came of asking a node who it is. */
public sealed interface Described {
  /**
   * The node's own words, which are trusted as far as its connection is: on loopback, as far as
   * this machine.
   *
   * @param node name, tier and site
   * @param methods full names of what it offers
   * @param load how busy it is
   * @param accelerators what it has beside its processor
   */
  record Answer(Node node, Set<String> methods, Load load, List<Accelerator> accelerators)
      implements Described {
    /** A node without accelerators. */
    public Answer(Node node, Set<String> methods, Load load) {
      this(node, methods, load, List.of());
    }

    public Answer {
      requireNonNull(node, "node");
      methods = Set.copyOf(methods);
      requireNonNull(load, "load");
      accelerators = List.copyOf(accelerators);
    }
  }

  /**
   * There is no usable answer.
   *
   * @param because for people, with what to do about it
   */
  record Failure(String because) implements Described {
    public Failure {
      requireNonNull(because, "because");
    }
  }
}
