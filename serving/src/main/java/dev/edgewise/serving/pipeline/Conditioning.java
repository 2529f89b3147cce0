package dev.edgewise.serving.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** Makes of a text what the network is told of it. Thread-safe. */
interface Conditioning extends AutoCloseable {
  /** Of one picture, without a batch dimension. */
  record Condition(List<Integer> shape, float[] values) {
    public Condition {
      shape = List.copyOf(shape);
      requireNonNull(values, "values");
    }
  }

  /** What became of a text. */
  sealed interface Read {
    /** It was understood. */
    record Understood(Condition condition, Optional<Drawn.Match> subject) implements Read {}

    /** It is about nothing that the model knows; {@code nearest} came nearest. */
    record Foreign(Drawn.Match nearest, double floor) implements Read {}
  }

  Read read(String text);

  /** What the network is told when nothing is asked for. */
  Condition none();

  /** What can be asked for; empty when it is any text. */
  List<String> subjects();

  /** What its networks hold, estimated. */
  long memoryBytes();

  @Override
  void close();
}
