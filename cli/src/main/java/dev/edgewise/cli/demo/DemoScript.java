package dev.edgewise.cli.demo;

import static java.util.Objects.requireNonNull;

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
