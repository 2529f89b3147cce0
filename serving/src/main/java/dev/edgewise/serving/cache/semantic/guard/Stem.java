package dev.edgewise.serving.cache.semantic.guard;

import java.util.Map;

/**
 * A word without its inflection: plural, past, {@code -ing}, {@code -ly}. Lighter than Porter's
 * stemmer on purpose: that one makes one word of university and universe, and here a word too many
 * is a miss, a word too few a wrong answer.
 */
final class Stem {
  private static final Map<String, String> IRREGULAR =
      Map.ofEntries(
          Map.entry("children", "child"),
          Map.entry("men", "man"),
          Map.entry("women", "woman"),
          Map.entry("people", "person"),
          Map.entry("mice", "mouse"),
          Map.entry("feet", "foot"),
          Map.entry("teeth", "tooth"),
          Map.entry("geese", "goose"),
          Map.entry("bought", "buy"),
          Map.entry("sold", "sell"),
          Map.entry("wrote", "write"),
          Map.entry("written", "write"),
          Map.entry("beaten", "beat"),
          Map.entry("won", "win"),
          Map.entry("lost", "lose"),
          Map.entry("made", "make"),
          Map.entry("took", "take"),
          Map.entry("taken", "take"),
          Map.entry("gave", "give"),
          Map.entry("given", "give"),
          Map.entry("ate", "eat"),
          Map.entry("eaten", "eat"),
          Map.entry("slept", "sleep"),
          Map.entry("grew", "grow"),
          Map.entry("grown", "grow"),
          Map.entry("spoke", "speak"),
          Map.entry("spoken", "speak"),
          Map.entry("flew", "fly"),
          Map.entry("flown", "fly"),
          Map.entry("drove", "drive"),
          Map.entry("driven", "drive"),
          Map.entry("sent", "send"),
          Map.entry("paid", "pay"),
          Map.entry("died", "die"),
          Map.entry("dying", "die"),
          Map.entry("lying", "lie"),
          Map.entry("chose", "choose"),
          Map.entry("chosen", "choose"),
          Map.entry("built", "build"),
          Map.entry("taught", "teach"),
          Map.entry("learnt", "learn"),
          Map.entry("forgot", "forget"),
          Map.entry("forgotten", "forget"),
          Map.entry("knives", "knife"),
          Map.entry("lives", "live"),
          Map.entry("wives", "wife"),
          Map.entry("leaves", "leave"),
          Map.entry("news", "news"),
          Map.entry("does", "do"),
          Map.entry("series", "series"),
          Map.entry("species", "species"));

  private Stem() {}

  static String of(String word) {
    String irregular = IRREGULAR.get(word);
    if (irregular != null) {
      return base(irregular);
    }
    int length = word.length();
    if (length <= 3 || !latin(word)) {
      return word;
    }
    if (word.endsWith("ies") && length > 4) {
      return word.substring(0, length - 3) + "y";
    }
    if (word.endsWith("sses") || word.endsWith("xes") || word.endsWith("ches")) {
      return word.substring(0, length - 2);
    }
    if (word.endsWith("shes") || (word.endsWith("zes") && length > 5)) {
      return word.substring(0, length - 2);
    }
    if (word.endsWith("s")
        && !word.endsWith("ss")
        && !word.endsWith("us")
        && !word.endsWith("is")) {
      return base(word.substring(0, length - 1));
    }
    if (word.endsWith("ied") && length > 4) {
      return word.substring(0, length - 3) + "y";
    }
    if (word.endsWith("ing") && vowel(word, length - 3)) {
      return base(single(word.substring(0, length - 3)));
    }
    if (word.endsWith("ed") && vowel(word, length - 2)) {
      return base(single(word.substring(0, length - 2)));
    }
    if (word.endsWith("ly") && length > 5) {
      return base(word.substring(0, length - 2));
    }
    return base(word);
  }

  /** Without a silent e, so that bake, baked and baking meet. */
  private static String base(String word) {
    if (word.length() > 3 && word.endsWith("ie")) {
      // Movie and movies, as city and cities.
      return word.substring(0, word.length() - 2) + "y";
    }
    return word.length() > 3 && word.endsWith("e") ? word.substring(0, word.length() - 1) : word;
  }

  /** Planning is of plan; calling is of call. */
  private static String single(String word) {
    int last = word.length() - 1;
    boolean twice = last > 1 && word.charAt(last) == word.charAt(last - 1);
    return twice && "lsz".indexOf(word.charAt(last)) < 0 ? word.substring(0, last) : word;
  }

  private static boolean vowel(String word, int end) {
    for (int i = 0; i < end; i++) {
      if ("aeiouy".indexOf(word.charAt(i)) >= 0) {
        return end >= 3 || word.length() > 4;
      }
    }
    return false;
  }

  private static boolean latin(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) < 'a' || word.charAt(i) > 'z') {
        return false;
      }
    }
    return true;
  }
}
