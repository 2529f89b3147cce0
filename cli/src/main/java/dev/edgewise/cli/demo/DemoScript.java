package dev.edgewise.cli.demo;

import static java.util.Objects.requireNonNull;

import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.core.ErrorCode;
import java.nio.file.Path;
import java.util.List;

/** What a demo shows. Single use, one thread. */
interface DemoScript {
  /** Shows it. */
  Told run() throws InterruptedException;

  /** Goes on calling, for the page to show. */
  void keepBusy();

  /** Where the page is; as long as the processes run. */
  String page();

  /**
   * A process of the demo's own does not do what it should.
   *
   * @param log of that process
   * @param folder of the logs of all
   */
  static CommandFailure broken(String what, Path log, Path folder) {
    return new Problem(
            ErrorCode.COMMAND_FAILED,
            what,
            "the demo expects its own processes to work; their logs tell more: " + log,
            "look at the logs in " + folder + ", and report it if they do not help")
        .failure();
  }

  /**
   * What came of it.
   *
   * @param document for programs
   * @param text for people
   * @param broken what is not as promised, in words; empty when all is well
   */
  record Told(Object document, String text, List<String> broken) {
    public Told {
      requireNonNull(document, "document");
      requireNonNull(text, "text");
      broken = List.copyOf(broken);
    }
  }
}
