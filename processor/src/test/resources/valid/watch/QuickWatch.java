package watch;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;
import java.util.List;
import java.util.stream.Stream;

@Body(value = Tier.EDGE, of = Watch.class)
final class QuickWatch {
  Stream<Watch.Alert> watch(String door) throws Watch.NoSuchDoor {
    throw new Watch.NoSuchDoor(door, List.of(), true);
  }

  void open(String door) throws Watch.Jammed {
    throw new Watch.Jammed();
  }
}
