package dev.edgewise.core.model;

import java.util.List;

/**
 * A model as its file has it: tensors in, tensors out. Inputs are not changed; outputs are the
 * caller's own.
 */
public interface TensorModel extends Model<List<Tensor>, List<Tensor>> {
  /** The model's name. */
  String name();

  /**
   * What the loaded model holds in memory between runs, in bytes: an estimate, from what the engine
   * tells or from the file's size. What a run needs beside that comes on top.
   */
  long memoryBytes();

  /** Inputs and outputs with names, types and shapes. */
  Signature signature();

  /**
   * {@inheritDoc}
   *
   * @throws dev.edgewise.core.EdgewiseException with {@code WRONG_TENSOR} when number, type or
   *     shape of the inputs is wrong
   */
  @Override
  List<Tensor> run(List<Tensor> inputs);
}
