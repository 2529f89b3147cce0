package dev.edgewise.processor.model;

/** How often an element stands in a field, and in which Java type. */
public enum Cardinality {
  /** Exactly once: {@code int}, {@code String}, a record. */
  ONE,
  /** Once or null: a boxed number, or a type marked as nullable. */
  NULLABLE,
  /** Once or not at all: {@code Optional}. */
  OPTIONAL,
  /** Any number of times: {@code List}. */
  LIST,
  /** Any number of times: a primitive array. */
  ARRAY,
  /** Any number of times, each with a key: {@code Map}. */
  MAP
}
