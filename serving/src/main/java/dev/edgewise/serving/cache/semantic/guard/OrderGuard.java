package dev.edgewise.serving.cache.semantic.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Nobody has changed places: from A to B, A than B, A beat B, A's B. */
final class OrderGuard implements Guard {
  private static final Set<String> CUES =
      Set.of(
          "from", "to", "into", "before", "after", "than", "by", "over", "under", "above", "below",
          "without", "with", "for", "against", "until", "since", "onto", "inside", "outside");
  private static final Set<String> ARTICLES =
      Set.of("a", "an", "the", "my", "your", "his", "her", "our", "their", "this", "that", "some");
  private static final Set<String> VERB_FOLLOWS =
      Set.of(
          "want",
          "how",
          "way",
          "ways",
          "like",
          "need",
          "steps",
          "know",
          "wish",
          "try",
          "have",
          "possible",
          "able",
          "idea",
          "time",
          "safe",
          "where",
          "what",
          "when",
          "best",
          "has");
  private static final Set<String> EVEN =
      Set.of("and", "or", "vs", "versus", "between", "with", "the", "a", "an", "is", "are");

  @Override
  public Optional<String> objection(Reading one, Reading other) {
    Optional<String> cue = cues(one, other);
    if (cue.isPresent()) {
      return cue;
    }
    Optional<String> owner = owners(one, other);
    return owner.isPresent() ? owner : pivots(one, other);
  }

  /** What stands behind a cue: the same cue before a word that is elsewhere in the other. */
  private static Optional<String> cues(Reading one, Reading other) {
    List<Argument> arguments = arguments(one);
    List<Argument> others = arguments(other);
    Set<String> stems = one.stems();
    Set<String> otherStems = other.stems();
    for (Argument argument : arguments) {
      for (Argument there : others) {
        boolean same = argument.stem().equals(there.stem());
        if (argument.cue().equals(there.cue())
            && !same
            && !others.contains(argument)
            && !arguments.contains(there)
            && (argument.stem().isEmpty() || otherStems.contains(argument.stem()))
            && (there.stem().isEmpty() || stems.contains(there.stem()))) {
          return Optional.of(
              "order: " + argument.cue() + " " + argument.stem() + " and " + there.stem());
        }
        if (same
            && !argument.stem().isEmpty()
            && Lexicon.ENGLISH.turned(argument.cue(), there.cue())
            && !others.contains(argument)
            && !arguments.contains(there)) {
          return Optional.of(
              "order: " + argument.cue() + " and " + there.cue() + " " + argument.stem());
        }
      }
    }
    return passive(one, other, arguments, others);
  }

  /** A beat B, and A was beaten by B. */
  private static Optional<String> passive(
      Reading one, Reading other, List<Argument> arguments, List<Argument> others) {
    return passive(one, arguments, other, others).or(() -> passive(other, others, one, arguments));
  }

  private static Optional<String> passive(
      Reading one, List<Argument> arguments, Reading other, List<Argument> others) {
    if (others.stream().anyMatch(argument -> argument.cue().equals("by"))) {
      return Optional.empty();
    }
    for (Argument agent : arguments) {
      int verb = agent.at() - 1;
      if (agent.cue().equals("by") && verb >= 0 && participle(one.tokens().get(verb))) {
        int acts = index(other, agent.stem());
        int verbThere = like(other, one.tokens().get(verb));
        if (acts >= 0 && verbThere >= 0 && acts > verbThere) {
          return Optional.of("order: by " + agent.stem());
        }
      }
    }
    return Optional.empty();
  }

  private static boolean participle(Token token) {
    String word = token.word();
    return !word.equals(token.stem()) && !word.endsWith("s") && !word.endsWith("ing");
  }

  /** Whose boss is whose: "my brother's boss", "the brother of my boss". */
  private static Optional<String> owners(Reading one, Reading other) {
    List<Owned> owned = owned(one);
    for (Owned there : owned(other)) {
      if (owned.contains(there.turned())) {
        return Optional.of("order: " + there.thing() + " of " + there.owner());
      }
    }
    return Optional.empty();
  }

  /** What stands on both sides of the same word, and has changed sides. */
  private static Optional<String> pivots(Reading one, Reading other) {
    for (int i = 0; i < one.tokens().size(); i++) {
      Token pivot = one.tokens().get(i);
      int there = like(other, pivot);
      if (there < 0 || EVEN.contains(pivot.word()) || pivot.is(Token.Kind.NUMBER)) {
        continue;
      }
      String before = stem(one, one.contentFrom(i - 1, -1));
      String after = stem(one, one.contentFrom(i + 1, 1));
      String otherBefore = stem(other, other.contentFrom(there - 1, -1));
      String otherAfter = stem(other, other.contentFrom(there + 1, 1));
      boolean swapped =
          !before.isEmpty()
              && !after.isEmpty()
              && !before.equals(after)
              && before.equals(otherAfter)
              && after.equals(otherBefore);
      if (swapped && !turnedByPassive(one, other, pivot)) {
        return Optional.of("order: " + before + " " + pivot.word() + " " + after);
      }
    }
    return Optional.empty();
  }

  /** Whether one side is passive: then a change of sides is right. */
  private static boolean turnedByPassive(Reading one, Reading other, Token pivot) {
    boolean by = one.has("by");
    boolean otherBy = other.has("by");
    return by != otherBy && !pivot.word().equals("by");
  }

  private static String stem(Reading reading, int index) {
    return index < 0 ? "" : reading.tokens().get(index).stem();
  }

  /** Where a stem stands, when it stands there once; else -1. */
  private static int index(Reading reading, String stem) {
    int found = -1;
    for (int i = 0; i < reading.tokens().size(); i++) {
      if (reading.tokens().get(i).stem().equals(stem)) {
        if (found >= 0) {
          return -1;
        }
        found = i;
      }
    }
    return found;
  }

  /** Where a token or a synonym of it stands, when there is one; else -1. */
  private static int like(Reading reading, Token token) {
    int exactly = index(reading, token.stem());
    if (exactly >= 0 || reading.stems().contains(token.stem())) {
      return exactly;
    }
    int found = -1;
    for (int i = 0; i < reading.tokens().size(); i++) {
      if (Lexicon.ENGLISH.alike(reading.tokens().get(i).stem(), token.stem())) {
        if (found >= 0) {
          return -1;
        }
        found = i;
      }
    }
    return found;
  }

  private static List<Argument> arguments(Reading reading) {
    List<Argument> arguments = new ArrayList<>();
    for (int i = 0; i < reading.tokens().size(); i++) {
      String word = reading.tokens().get(i).word();
      boolean infinitive =
          word.equals("to") && i > 0 && VERB_FOLLOWS.contains(reading.tokens().get(i - 1).word());
      int content = CUES.contains(word) && !infinitive ? argument(reading, i + 1) : -1;
      boolean last = content < 0 && CUES.contains(word) && ends(reading, i + 1);
      if (content >= 0 || last) {
        String cue = word.equals("into") || word.equals("onto") ? "to" : word;
        arguments.add(new Argument(cue, stem(reading, content), i));
      }
    }
    return arguments;
  }

  /** Whether nothing but an article stands from here on. */
  private static boolean ends(Reading reading, int from) {
    return reading.tokens().stream().skip(from).allMatch(token -> ARTICLES.contains(token.word()));
  }

  /** The content right behind a cue, articles and the like between them; -1 when there is none. */
  private static int argument(Reading reading, int from) {
    int i = from;
    while (i < reading.tokens().size()
        && ARTICLES.contains(reading.tokens().get(i).word())
        && !reading.content().contains(reading.tokens().get(i))) {
      i++;
    }
    return reading.contentFrom(i, 1) == i ? i : -1;
  }

  private static List<Owned> owned(Reading reading) {
    List<Owned> owned = new ArrayList<>();
    for (int i = 1; i + 1 < reading.tokens().size(); i++) {
      String word = reading.tokens().get(i).word();
      String before = stem(reading, reading.contentFrom(i - 1, -1));
      String after = stem(reading, reading.contentFrom(i + 1, 1));
      if (!before.isEmpty() && !after.isEmpty() && (word.equals("of") || word.equals("'s"))) {
        owned.add(word.equals("of") ? new Owned(before, after) : new Owned(after, before));
      }
    }
    return owned;
  }

  /** A cue, the stem of the content behind it, and where the cue stands. */
  private record Argument(String cue, String stem, int at) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Argument that && cue.equals(that.cue) && stem.equals(that.stem);
    }

    @Override
    public int hashCode() {
      return cue.hashCode() * 31 + stem.hashCode();
    }
  }

  /** A thing, and whose it is. */
  private record Owned(String thing, String owner) {
    Owned turned() {
      return new Owned(/* thing= */ owner, /* owner= */ thing);
    }
  }
}
