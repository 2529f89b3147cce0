package right;

import dev.edgewise.annotations.*;

@CloudService(scale = @Scale(min = 0, max = 4))
interface Vision {
  int count(String path);
}
