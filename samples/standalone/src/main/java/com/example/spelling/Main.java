package com.example.spelling;

import dev.edgewise.sdk.api.Edgewise;
import java.util.List;

/**
 * Calls the service in this JVM. The commented lines call it on a node instead; nothing else
 * changes.
 */
public final class Main {
  private static final List<String> DICTIONARY = List.of("cloud", "edge", "edgewise", "zone");

  private Main() {}

  public static void main(String[] args) {
    String word = args.length > 0 ? args[0] : "edgewize";
    try (Edgewise eco = Edgewise.local()) {
      // try (Edgewise eco = Edgewise.builder().edgeNodes("nyc-edge01=127.0.0.1:7501").build()) {
      Spelling spelling = eco.client(Spelling.class);
      Suggestion suggestion = spelling.nearest(word, DICTIONARY);
      System.out.println(
          word
              + ": did you mean "
              + suggestion.word()
              + "? (distance "
              + suggestion.distance()
              + ")");
    }
  }
}
