package dev.edgewise.serving.warmup;

import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorSpec;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes inputs for models. Pure, but for the numbers that it is given. */
final class Inputs {
  private Inputs() {}

  /** Zeros; texts are empty. */
  static Tensor zeros(ElementType type, List<Integer> shape) {
    return type == ElementType.BYTES
        ? Tensor.ofTexts(shape, Collections.nCopies(count(shape), new byte[0]))
        : Tensor.allocate(type, shape);
  }

  /** Numbers from 0 to below 1, whole ones 0 or 1; texts are empty. */
  static Tensor random(TensorSpec spec, RandomGenerator random) {
    Tensor tensor = zeros(spec.type(), spec.shape());
    int count = count(spec.shape());
    ByteBuffer data = tensor.data();
    int at = data.position();
    for (int i = 0; i < count; i++) {
      switch (spec.type()) {
        case FLOAT32 -> data.putFloat(at + 4 * i, random.nextFloat());
        case FLOAT64 -> data.putDouble(at + 8 * i, random.nextDouble());
        case FLOAT16 -> data.putShort(at + 2 * i, Float.floatToFloat16(random.nextFloat()));
        // The upper half of a float is a number of this type.
        case BFLOAT16 ->
            data.putShort(at + 2 * i, (short) (Float.floatToIntBits(random.nextFloat()) >>> 16));
        case INT64, UINT64 -> data.putLong(at + 8 * i, random.nextInt(2));
        case INT32, UINT32 -> data.putInt(at + 4 * i, random.nextInt(2));
        case INT16, UINT16 -> data.putShort(at + 2 * i, (short) random.nextInt(2));
        case INT8, UINT8, BOOL -> data.put(at + i, (byte) random.nextInt(2));
        case BYTES -> {}
      }
    }
    return tensor;
  }

  static int count(List<Integer> shape) {
    int count = 1;
    for (int size : shape) {
      count = Math.multiplyExact(count, size);
    }
    return count;
  }
}
