package dev.edgewise.samples.hello;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.sdk.api.Edgewise;

/**
 * Greets the world. Without arguments the call runs in this JVM; with names of nodes it runs on one
 * of them: {@code nyc-edge01} is looked up at the orchestrator, {@code nyc-edge01=127.0.0.1:7501}
 * needs none. The environment can say the same: {@code EDGEWISE_EDGE_NODES} has names separated by
 * commas, and {@code EDGEWISE_ORCHESTRATOR} alone means all nodes of that fleet. The code is the
 * same.
 */
public final class HelloApp {
  private HelloApp() {}

  public static void main(String[] nodes) {
    try (Edgewise eco = connect(nodes)) {
      Hello hello = eco.client(Hello.class);
      System.out.println(hello.greet("world"));
    } catch (EdgewiseException e) {
      // It says what to do; a stack trace would only hide that.
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static Edgewise connect(String[] nodes) {
    if (nodes.length > 0) {
      return Edgewise.builder().edgeNodes(nodes).build();
    }
    String named = environment("EDGEWISE_EDGE_NODES");
    if (!named.isEmpty()) {
      return Edgewise.builder().edgeNodes(named.split("\\s*,\\s*")).build();
    }
    String orchestrator = environment("EDGEWISE_ORCHESTRATOR");
    return orchestrator.isEmpty()
        ? Edgewise.local()
        : Edgewise.builder().orchestrator(orchestrator).build();
  }

  private static String environment(String variable) {
    return System.getenv().getOrDefault(variable, "").strip();
  }
}
