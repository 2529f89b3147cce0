// error: EW5001, on its page
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@CloudService
interface Clinic {
  void store(Patient patient); // <- here

  record Patient(String id, @Sensitive(Label.LOCAL_ONLY) byte[] scan) {}
}
