package dev.edgewise.lab.call;

import dev.edgewise.sdk.api.Edgewise;
import java.io.IOException;

/**
 * Main of the process that calls by Edgewise: an agent whose address it is given, or a body in this
 * JVM.
 */
final class EdgewiseCaller {
  static final String NODE = "bench-edge01";

  private EdgewiseCaller() {}

  /** See the class. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (Edgewise eco =
        arguments.length == 0
            ? Edgewise.local()
            : Edgewise.builder().edgeNodes(NODE + "=" + arguments[0]).build()) {
      Echo echo = eco.client(Echo.class);
      Callers.serve(arguments.length == 0 ? new CountedOnce(echo) : echo);
    }
  }

  /** A body in this JVM spends what the caller spends. */
  private record CountedOnce(Echo echo) implements Echo {
    @Override
    public byte[] bytes(byte[] bytes) {
      return echo.bytes(bytes);
    }

    @Override
    public float[] doubled(float[] numbers) {
      return echo.doubled(numbers);
    }

    @Override
    public Spent spent() {
      return new Spent(0, 0);
    }
  }
}
