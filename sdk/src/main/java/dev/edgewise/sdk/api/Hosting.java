package dev.edgewise.sdk.api;

import dev.edgewise.sdk.spi.ServiceDefinition;
import dev.edgewise.sdk.spi.model.ModelMethods;

/**
 * Makes services and models callable before their first call: in local mode bodies are found and
 * built, and models are found.
 */
interface Hosting extends AutoCloseable {
  void prepare(ServiceDefinition<?> service, Edgewise eco);

  void prepare(ModelMethods model, Edgewise eco);

  /** Tells what keeps answers in this JVM that one was wrong; whether it had given it. */
  default boolean wrong(String decisionId) {
    return false;
  }

  @Override
  void close();

  /** Nothing to do: nodes elsewhere host what they host. */
  static Hosting elsewhere() {
    return new Hosting() {
      @Override
      public void prepare(ServiceDefinition<?> service, Edgewise eco) {}

      @Override
      public void prepare(ModelMethods model, Edgewise eco) {}

      @Override
      public void close() {}
    };
  }
}
