package watch;

import dev.edgewise.annotations.CloudService;
import dev.edgewise.annotations.Deadline;
import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Idempotent;
import dev.edgewise.core.model.Tensor;
import java.util.List;
import java.util.stream.Stream;

/** Looks at doors: streams, and exceptions that travel. */
@EdgeService
public interface Watch {
  /** What happens at a door, as it happens. */
  @Idempotent
  Stream<Alert> watch(String door) throws NoSuchDoor, DoorTrouble;

  /** Numbers, which are never absent. */
  @CloudService
  @Deadline("1m")
  Stream<Integer> count(Tensor picture) throws DoorTrouble, NoSuchDoor, DoorTrouble;

  Stream<List<String>> names() throws IllegalStateException, Tired, Secret;

  Stream<Tensor> frames(List<Tensor> like);

  /** Opens it. */
  void open(String door) throws Jammed;

  /** Something happened. */
  record Alert(String door, double score) {}

  /** There is no such door. */
  final class NoSuchDoor extends DoorTrouble {
    private static final long serialVersionUID = 1;

    private final transient List<Alert> alike;
    private final boolean locked;

    /** All that is known of it. */
    public NoSuchDoor(String door, List<Alert> alike, boolean locked) {
      super(door, 404);
      this.alike = alike;
      this.locked = locked;
    }

    /** Those that are there. */
    public List<Alert> getAlike() {
      return alike;
    }

    /** Whether somebody locked it. */
    public boolean isLocked() {
      return locked;
    }
  }

  /** It has nothing to say. */
  final class Jammed extends Exception {
    private static final long serialVersionUID = 1;
  }

  /** Unchecked, and able to travel. */
  final class Tired extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Its message may be null. */
    public Tired(String message) {
      super(message);
    }
  }

  /** Unchecked, and not able to travel: as if nobody declared it. */
  final class Secret extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Its parameter cannot be asked for. */
    public Secret(Object key) {
      super(key.toString());
    }
  }
}
