package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;
import dev.edgewise.sdk.api.Edgewise;
import java.util.concurrent.CompletionStage;

@EdgeService
interface Slow {
  String work();
}

final class Application {
  CompletionStage<String> later(Edgewise eco) {
    return eco.async(Slow.class, slow -> slow.work());
  }
}
