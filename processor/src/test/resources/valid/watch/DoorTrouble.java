package watch;

import dev.edgewise.annotations.Field;

/** Something is wrong with a door. */
public class DoorTrouble extends Exception {
  private static final long serialVersionUID = 1;

  private final String door;
  private final int code;

  /** Which door, and what. */
  public DoorTrouble(String door, @Field(7) int code) {
    super("door " + door + ": " + code);
    this.door = door;
    this.code = code;
  }

  /** Not for the wire. */
  DoorTrouble(String door) {
    this(door, 0);
  }

  /** Which. */
  public String door() {
    return door;
  }

  int code() {
    return code;
  }
}
