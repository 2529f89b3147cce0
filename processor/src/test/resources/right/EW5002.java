package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Clinic {
  Finding find(@Sensitive(Label.LOCAL_ONLY) byte[] scan);

  record Finding(double sure) {}
}
