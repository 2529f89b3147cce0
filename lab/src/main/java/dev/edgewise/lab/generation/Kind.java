package dev.edgewise.lab.generation;

import java.util.Optional;

/** What is generated while nodes die. */
public enum Kind {
  PICTURES(
      "pictures",
      "seeded pictures with previews, one stream by the SDK and one through the gateway, both on"
          + " the node that is lost; every chunk is compared with an undisturbed run; repeated"
          + " counts steps"),
  TEXT(
      "text",
      "greedy text, one stream by the SDK and one through the gateway, both on the node that is"
          + " lost; every token is compared with an undisturbed run; repeated counts tokens");

  private final String word;
  private final String about;

  Kind(String word, String about) {
    this.word = word;
    this.about = about;
  }

  /** As it is typed. */
  public String word() {
    return word;
  }

  String about() {
    return about;
  }

  static Optional<Kind> of(String word) {
    for (Kind kind : values()) {
      if (kind.word.equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
