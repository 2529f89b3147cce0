package dev.edgewise.engines.djltflite;

import dev.edgewise.core.model.Signature;
import dev.edgewise.core.model.Tensor;
import java.util.List;

/** What is seen outside of one interpreter inside. Not thread-safe. */
public interface Interpreter extends AutoCloseable {
  /**
   * Names, types and shapes.
   *
   * @throws IllegalArgumentException for a type that we have none for
   */
  Signature signature();

  /**
   * Runs once on inputs that fit the signature.
   *
   * @throws IllegalArgumentException when sizes that the signature leaves open do not do
   */
  List<Tensor> run(List<Tensor> inputs);

  @Override
  void close();
}
