package dev.edgewise.engines.llama;

/** What a call of native code can throw is a fault of this module. */
final class Failure {
  private Failure() {}

  static RuntimeException of(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException known ? known : new IllegalStateException(thrown);
  }
}
