package dev.edgewise.lab;

import java.io.IOException;
import java.nio.file.Path;

/** One thing that must hold, however often it is tried. */
interface Campaign {
  /** What it is called on the command line. */
  String name();

  /** What it shows, in a line. */
  String about();

  /**
   * Tries it once.
   *
   * @param dist where the programs lie
   * @param folder for logs and data of this round
   */
  Verdict round(Path dist, Path folder) throws IOException, InterruptedException;

  /**
   * What a round showed.
   *
   * @param held whether everything that must hold did
   * @param figures what was measured, in a line
   */
  record Verdict(boolean held, String figures) {
    private static final String SKIPPED = "skipped: ";

    /** A round that this machine cannot run, and why. */
    static Verdict skipped(String because) {
      return new Verdict(true, SKIPPED + because);
    }

    boolean isSkipped() {
      return figures.startsWith(SKIPPED);
    }
  }
}
