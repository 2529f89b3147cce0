package dev.edgewise.sdk.spi;

import static java.util.Objects.requireNonNull;

/** Something that a body's constructor wants. */
public sealed interface Dependency {
  /**
   * A model, by name.
   *
   * @param name as in {@link dev.edgewise.annotations.Uses}
   */
  record OfModel(String name) implements Dependency {
    public OfModel {
      requireNonNull(name, "name");
    }
  }

  /**
   * A client of another service.
   *
   * @param type the interface
   */
  record OfClient(Class<?> type) implements Dependency {
    public OfClient {
      requireNonNull(type, "type");
    }
  }

  /**
   * A configuration record.
   *
   * @param type the record; its components are plain values
   */
  record OfConfig(Class<? extends Record> type) implements Dependency {
    public OfConfig {
      requireNonNull(type, "type");
    }
  }
}
