package dev.edgewise.engines.tflite;

import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.tensorflowlite.TfLiteIntArray;
import org.bytedeco.tensorflowlite.TfLiteTensor;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

/** Reads what a native tensor says of itself. */
final class Elements {
  private Elements() {}

  /**
   * The type in our words; empty for text, complex numbers and other types that no {@link
   * ElementType} stands for.
   */
  static Optional<ElementType> type(TfLiteTensor tensor) {
    return Optional.ofNullable(
        switch (tensor.type()) {
          case tensorflowlite.kTfLiteFloat32 -> ElementType.FLOAT32;
          case tensorflowlite.kTfLiteFloat16 -> ElementType.FLOAT16;
          case tensorflowlite.kTfLiteFloat64 -> ElementType.FLOAT64;
          case tensorflowlite.kTfLiteInt8 -> ElementType.INT8;
          case tensorflowlite.kTfLiteUInt8 -> ElementType.UINT8;
          case tensorflowlite.kTfLiteInt16 -> ElementType.INT16;
          case tensorflowlite.kTfLiteInt32 -> ElementType.INT32;
          case tensorflowlite.kTfLiteInt64 -> ElementType.INT64;
          case tensorflowlite.kTfLiteBool -> ElementType.BOOL;
          default -> null;
        });
  }

  /**
   * Name, type and shape, −1 where the file leaves a size open; empty when the type is none of
   * ours.
   */
  static Optional<TensorSpec> spec(TfLiteTensor tensor) {
    String name = tensor.name() == null ? "" : tensor.name().getString();
    return type(tensor).map(type -> new TensorSpec(name, type, declaredShape(tensor)));
  }

  /** The shape that the tensor has now. */
  static List<Integer> shape(TfLiteTensor tensor) {
    return list(tensor.dims());
  }

  private static List<Integer> declaredShape(TfLiteTensor tensor) {
    TfLiteIntArray declared = tensor.dims_signature();
    // Files whose sizes are all fixed have no signature.
    return declared == null || declared.size() == 0 ? shape(tensor) : list(declared);
  }

  private static List<Integer> list(TfLiteIntArray sizes) {
    List<Integer> list = new ArrayList<>(sizes.size());
    for (int i = 0; i < sizes.size(); i++) {
      list.add(sizes.data(i));
    }
    return List.copyOf(list);
  }
}
