package dev.edgewise.serving.host;

import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Puts tensors of several calls into one batch, and takes the results apart. Pure. */
final class Batches {
  private Batches() {}

  /**
   * One list of inputs from those of several calls, which agree in all but the first size. A single
   * call's own tensors come back as they are.
   */
  static List<Tensor> join(List<List<Tensor>> calls) {
    if (calls.size() == 1) {
      return calls.getFirst();
    }
    List<Tensor> joined = new ArrayList<>();
    for (int input = 0; input < calls.getFirst().size(); input++) {
      joined.add(join(calls, input));
    }
    return joined;
  }

  private static Tensor join(List<List<Tensor>> calls, int input) {
    Tensor first = calls.getFirst().get(input);
    int rows = 0;
    long bytes = 0;
    for (List<Tensor> call : calls) {
      rows += call.get(input).shape().getFirst();
      bytes += call.get(input).data().remaining();
    }
    List<Integer> shape = new ArrayList<>(first.shape());
    shape.set(0, rows);
    ByteBuffer all = ByteBuffer.allocateDirect(Math.toIntExact(bytes));
    for (List<Tensor> call : calls) {
      all.put(call.get(input).data());
    }
    return Tensor.of(first.type(), shape, all.flip());
  }

  /**
   * The outputs of each call, as views of those of the batch; nothing is copied.
   *
   * @param rows of each call, in the order in which they were joined
   * @throws IllegalStateException when an output has another number of rows than went in
   */
  static List<List<Tensor>> split(List<Tensor> outputs, List<Integer> rows) {
    if (rows.size() == 1) {
      return List.of(outputs);
    }
    int total = rows.stream().mapToInt(Integer::intValue).sum();
    List<List<Tensor>> calls = new ArrayList<>();
    rows.forEach(unused -> calls.add(new ArrayList<>()));
    for (Tensor output : outputs) {
      if (output.shape().isEmpty() || output.shape().getFirst() != total) {
        throw new IllegalStateException(
            "an output of shape " + output.shape() + " (expected: " + total + " rows)");
      }
      ByteBuffer data = output.data();
      int row = output.type() == ElementType.BYTES ? -1 : data.remaining() / total;
      for (int call = 0; call < rows.size(); call++) {
        List<Integer> shape = new ArrayList<>(output.shape());
        shape.set(0, rows.get(call));
        int length = row >= 0 ? row * rows.get(call) : texts(data, count(shape));
        calls.get(call).add(Tensor.of(output.type(), shape, data.slice(data.position(), length)));
        data.position(data.position() + length);
      }
    }
    return calls;
  }

  private static int count(List<Integer> shape) {
    int count = 1;
    for (int size : shape) {
      count *= size;
    }
    return count;
  }

  /** How many bytes so many texts take from here. */
  private static int texts(ByteBuffer data, int count) {
    ByteBuffer little = data.duplicate().order(java.nio.ByteOrder.LITTLE_ENDIAN);
    int at = little.position();
    for (int i = 0; i < count; i++) {
      at += Integer.BYTES + little.getInt(at);
    }
    return at - little.position();
  }
}
