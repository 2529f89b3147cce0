package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Models {
  void load(String model) throws NotLoaded;

  final class NotLoaded extends Exception {
    private final String model;

    public NotLoaded(String model) {
      super(model + " is not loaded");
      this.model = model;
    }

    public String model() {
      return model;
    }
  }
}
