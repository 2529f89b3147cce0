// error: EW2005, on its page
// file: wrong/Sees.java
package wrong;

import dev.edgewise.annotations.*;

@EdgeService
interface Sees {
  void take(Wrapper.Open open);
}
// file: wrong/Wrapper.java
package wrong;

class Wrapper {
  record Open(
      Secret secret) {} // <- here

  private record Secret(int x) {}
}
