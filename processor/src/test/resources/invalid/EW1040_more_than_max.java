// error: EW1040, on its page
package wrong;

import dev.edgewise.annotations.*;

@CloudService(scale = @Scale(min = 5, max = 4))
interface Vision { // <- here
  int count(String path);

  int index(String path);
}
