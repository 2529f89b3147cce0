package dev.edgewise.lab;

import dev.edgewise.annotations.Deadline;
import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Idempotent;
import dev.edgewise.core.model.Tensor;

/** Work whose size is that of what goes over the wire, and nearly nothing else. */
@EdgeService
@Deadline("60s")
public interface Scaler {
  /** Multiplies each element of a tensor of FLOAT32; the answer is as large as the argument. */
  @Idempotent
  Tensor scale(Tensor tensor, float factor);
}
