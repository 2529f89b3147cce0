package dev.edgewise.processor.lock;

import static java.util.Objects.requireNonNull;

/**
 * A line of the lock: a field of a message, a constant of an enum, or, with number 0, a method of a
 * service.
 *
 * @param number on the wire
 * @param name in Java
 * @param type as the schema writes it; empty for constants; of a method its kind, {@code unary} or
 *     {@code stream}, and whether it is idempotent
 */
record LockedField(int number, String name, String type) {
  LockedField {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
  }

  String line() {
    String head = number == 0 ? name : number + " " + name;
    return type.isEmpty() ? head : head + " " + type;
  }

  /** How a method answers: {@code unary} or {@code stream}. */
  String kind() {
    return type.split(" ", 2)[0];
  }

  /** The kind of a method in words. */
  static String words(String kind) {
    return kind.equals("stream") ? "a stream of answers" : "one answer";
  }

  /**
   * Whether what was written as {@code type} can be read as {@code other}, on the wire and in JSON:
   * only presence may change.
   */
  boolean isCompatibleWith(String other) {
    return withoutPresence(type).equals(withoutPresence(other));
  }

  private static String withoutPresence(String type) {
    return type.startsWith("optional ") ? type.substring("optional ".length()) : type;
  }
}
