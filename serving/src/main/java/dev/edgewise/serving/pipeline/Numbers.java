package dev.edgewise.serving.pipeline;

import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/** Numbers in and out of tensors whose element type an export chose. */
final class Numbers {
  /** What networks of such exports take and give. */
  static final Set<ElementType> FLOATS =
      Set.of(ElementType.FLOAT32, ElementType.FLOAT16, ElementType.FLOAT64);

  /** What they take for time steps and tokens. */
  static final Set<ElementType> WHOLES = Set.of(ElementType.INT32, ElementType.INT64);

  private Numbers() {}

  /** A tensor of one of {@link #FLOATS} or {@link #WHOLES} with these values. */
  static Tensor tensor(ElementType type, List<Integer> shape, float[] values) {
    Tensor tensor = Tensor.allocate(type, shape);
    ByteBuffer data = tensor.data();
    for (float value : values) {
      put(data, type, value);
    }
    if (data.hasRemaining()) {
      throw new IllegalArgumentException(values.length + " values for a tensor of " + shape);
    }
    return tensor;
  }

  private static void put(ByteBuffer data, ElementType type, double value) {
    switch (type) {
      case FLOAT32 -> data.putFloat((float) value);
      case FLOAT16 -> data.putShort(Float.floatToFloat16((float) value));
      case FLOAT64 -> data.putDouble(value);
      case INT32 -> data.putInt((int) Math.rint(value));
      case INT64 -> data.putLong((long) Math.rint(value));
      default -> throw new IllegalArgumentException("type: " + type);
    }
  }

  /** The values of a tensor of one of {@link #FLOATS}. */
  static float[] floats(Tensor tensor) {
    if (tensor.type() == ElementType.FLOAT32) {
      return tensor.toFloats();
    }
    ByteBuffer data = tensor.data();
    float[] values = new float[data.remaining() / tensor.type().bytes()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (tensor.type()) {
            case FLOAT16 -> Float.float16ToFloat(data.getShort());
            case FLOAT64 -> (float) data.getDouble();
            default -> throw new IllegalArgumentException("type: " + tensor.type());
          };
    }
    return values;
  }
}
