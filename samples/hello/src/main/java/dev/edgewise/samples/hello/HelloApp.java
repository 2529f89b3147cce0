package dev.edgewise.samples.hello;

import dev.edgewise.sdk.api.Edgewise;

/**
 * Greets the world. Without arguments the call runs in this JVM; with nodes, such as {@code
 * nyc-edge01=127.0.0.1:7501}, or with the same in the environment variable {@code
 * EDGEWISE_EDGE_NODES} (separated by commas), it runs on one of them. The code is the same.
 */
public final class HelloApp {
  private HelloApp() {}

  public static void main(String[] nodes) {
    try (Edgewise eco = connect(nodes)) {
      Hello hello = eco.client(Hello.class);
      System.out.println(hello.greet("world"));
    }
  }

  private static Edgewise connect(String[] nodes) {
    if (nodes.length > 0) {
      return Edgewise.builder().edgeNodes(nodes).build();
    }
    String named = System.getenv("EDGEWISE_EDGE_NODES");
    return named == null || named.isBlank()
        ? Edgewise.local()
        : Edgewise.builder().edgeNodes(named.strip().split("\\s*,\\s*")).build();
  }
}
