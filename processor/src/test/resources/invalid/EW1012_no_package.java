// error: EW1012
// file: Alone.java
import dev.edgewise.annotations.*;

@EdgeService
interface Alone { // <- here
  void work();
}
