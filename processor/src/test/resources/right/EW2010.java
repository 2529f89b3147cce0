package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Kinds {
  void take(Optional<Kind> kind);

  enum Kind {
    RGB,
    GREY
  }
}
