package dev.edgewise.serving.host;

import dev.edgewise.core.model.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Whether outputs can be given to a caller: none of the elements of its floating-point outputs, all
 * of which are looked at, is not a number. Infinities pass: some models mask with them. Pure.
 */
final class Sound {
  private Sound() {}

  static boolean all(List<Tensor> outputs) {
    for (Tensor output : outputs) {
      if (!isSound(output)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSound(Tensor output) {
    ByteBuffer data = output.data();
    return switch (output.type()) {
      case FLOAT32 -> {
        boolean sound = true;
        for (int at = data.position(); at < data.limit(); at += Float.BYTES) {
          float value = data.getFloat(at);
          // No branch: a loop that a compiler can make wide.
          sound &= !Float.isNaN(value);
        }
        yield sound;
      }
      case FLOAT64 -> {
        boolean sound = true;
        for (int at = data.position(); at < data.limit(); at += Double.BYTES) {
          double value = data.getDouble(at);
          sound &= !Double.isNaN(value);
        }
        yield sound;
      }
      case FLOAT16 -> noneOf(data, 0x7C00);
      case BFLOAT16 -> noneOf(data, 0x7F80);
      default -> true;
    };
  }

  /** None whose exponent is all ones and whose fraction is not 0. */
  private static boolean noneOf(ByteBuffer data, int exponent) {
    int rest = 0x7FFF & ~exponent;
    for (int at = data.position(); at < data.limit(); at += Short.BYTES) {
      int bits = data.getShort(at);
      if ((bits & exponent) == exponent && (bits & rest) != 0) {
        return false;
      }
    }
    return true;
  }
}
