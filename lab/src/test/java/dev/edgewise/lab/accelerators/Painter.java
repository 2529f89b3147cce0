package dev.edgewise.lab.accelerators;

import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Idempotent;
import dev.edgewise.annotations.Needs;

/** Says on which node it paints. */
@EdgeService
public interface Painter {
  /** On any node. */
  @Idempotent
  String sketch();

  /** Where there is a GPU with enough memory. */
  @Idempotent
  @Needs(accelerator = "gpu", memory = "4GB")
  String paint();
}
