package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@CloudService
interface Vision {
  @Needs(accelerator = "gpu", memory = "4GB")
  int index(byte[] frame);
}
