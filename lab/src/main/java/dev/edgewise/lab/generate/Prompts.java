package dev.edgewise.lab.generate;

import java.util.ArrayList;
import java.util.List;

/**
 * What is to be gone on with: about sixty tokens each, and no two with a common beginning, so that
 * nobody is measured by what it kept of an earlier one.
 */
final class Prompts {
  private static final String REST =
      " of the harbour's log. In the morning the fog lay so thick upon the water that the ferries"
          + " stayed where they were, and the men who should have loaded them sat on the crates and"
          + " told each other stories. The oldest of them began with the winter in which the whole"
          + " bay was frozen, and this is what he said:";

  private Prompts() {}

  /** As many as there are streams. */
  static List<String> of(long seed, int round, int streams) {
    List<String> prompts = new ArrayList<>();
    for (int stream = 0; stream < streams; stream++) {
      prompts.add((seed * 100_000 + round * 100L + stream + 11) + ", the page" + REST);
    }
    return prompts;
  }
}
