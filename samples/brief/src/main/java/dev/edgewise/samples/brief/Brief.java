package dev.edgewise.samples.brief;

import dev.edgewise.samples.brief.block1.Boot;
import dev.edgewise.samples.brief.block2.Orchestrator;
import dev.edgewise.samples.brief.block3.Web;
import dev.edgewise.samples.brief.block4.Cached;
import dev.edgewise.samples.brief.block5.Batched;
import java.util.Arrays;
import java.util.List;

/**
 * Starts a block: {@code block1}, {@code block2}, {@code block3}, {@code block4} or {@code block5}
 * as the first argument, else block 2. With {@code local} behind it everything runs in this JVM, as
 * block 1 always does; without, on the fleet of {@code edgewise up}.
 */
public final class Brief {
  private Brief() {}

  public static void main(String[] arguments) {
    boolean named = arguments.length > 0 && arguments[0].startsWith("block");
    String block = named ? arguments[0] : "block2";
    String[] rest = named ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
    boolean local = List.of(rest).contains("local");
    switch (block) {
      case "block1" -> Boot.run();
      case "block2" -> Orchestrator.main(rest);
      case "block3" -> Web.run(local, List.of(rest).contains("serve"));
      case "block4" -> Cached.run(local);
      case "block5" -> Batched.run(local);
      default -> {
        System.err.println("There is no " + block + " here. There is block1 to block5.");
        System.exit(2);
      }
    }
  }
}
