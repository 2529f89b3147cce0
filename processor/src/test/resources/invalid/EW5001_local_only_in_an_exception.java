// error: EW5001
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Patients {
  @CloudService
  void treat(String ward) throws NotFound; // <- here

  final class NotFound extends Exception {
    private final String patient;

    public NotFound(@Sensitive(Label.LOCAL_ONLY) String patient) {
      this.patient = patient;
    }

    public String patient() {
      return patient;
    }
  }
}
