package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Clinic {
  void store(Patient patient);

  record Patient(String id, @Sensitive(Label.LOCAL_ONLY) byte[] scan) {}
}
