package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@CloudService
interface Vision {
  @Needs(accelerator = "gpu-t4")
  int index(byte[] frame);
}
