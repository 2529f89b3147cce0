package dev.edgewise.serving.cache.semantic.guard;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The same is wanted of it: who, when, where, why, how far; and of the same time. */
final class AskedGuard implements Guard {
  private static final Set<String> WHO = Set.of("who", "whom", "whose");
  private static final Set<String> PLAIN = Set.of("when", "where", "why");
  private static final Set<String> MEASURES =
      Set.of(
          "long", "old", "far", "often", "tall", "big", "large", "deep", "high", "fast", "heavy");
  private static final Set<String> AMOUNTS = Set.of("many", "much");
  private static final Set<String> DOING = Set.of("do", "does", "did", "will", "would", "can");
  private static final Set<String> OPENINGS =
      Set.of("is", "are", "can", "should", "do", "does", "how", "what", "which", "who", "why");
  private static final Set<String> REQUESTS =
      Set.of("know", "tell", "say", "wonder", "ask", "find");
  private static final Set<String> PAST = Set.of("was", "were", "did", "had");
  private static final Set<String> PRESENT = Set.of("is", "are", "does", "do", "has", "will");

  @Override
  public Optional<String> objection(Reading one, Reading other) {
    Set<String> asked = asked(one);
    Set<String> others = asked(other);
    if (differ(asked, others)) {
      return Optional.of("asked: " + asked + " and " + others);
    }
    if (asked.contains("who") && others.contains("who")) {
      if ((past(one) && present(other)) || (past(other) && present(one))) {
        return Optional.of("asked: who was and who is");
      }
    }
    String subject = subject(one);
    String otherSubject = subject(other);
    boolean same = subject.isEmpty() || otherSubject.isEmpty() || subject.equals(otherSubject);
    return same ? Optional.empty() : Optional.of("order: who does it");
  }

  private static boolean differ(Set<String> asked, Set<String> others) {
    if (asked.isEmpty() || others.isEmpty() || asked.equals(others)) {
      return false;
    }
    boolean amount = asked.contains("amount") || others.contains("amount");
    boolean what = asked.contains("what") || others.contains("what");
    boolean plain = anyPlain(asked) || anyPlain(others);
    // "What is it in miles" asks for an amount, "what" and "where" for different things.
    return plain || (!amount && !what);
  }

  private static boolean anyPlain(Set<String> asked) {
    return asked.contains("who") || PLAIN.stream().anyMatch(asked::contains);
  }

  private static Set<String> asked(Reading reading) {
    Set<String> asked = new TreeSet<>();
    List<Token> tokens = reading.tokens();
    for (int i = 0; i < tokens.size(); i++) {
      String word = tokens.get(i).word();
      String next = i + 1 < tokens.size() ? tokens.get(i + 1).word() : "";
      if (WHO.contains(word)) {
        asked.add("who");
      } else if (PLAIN.contains(word)) {
        asked.add(word);
      } else if (word.equals("how") && AMOUNTS.contains(next)) {
        asked.add("amount");
      } else if (word.equals("how") && MEASURES.contains(next)) {
        asked.add("how " + next);
      } else if (word.equals("what")) {
        asked.add("what");
      }
    }
    if (asked.size() > 1) {
      asked.remove("what");
    }
    // "Is it safe when pregnant" asks for no time.
    if (asked.contains("when") && condition(tokens)) {
      asked.remove("when");
    }
    return asked;
  }

  /** Whether "when" stands behind what is asked, and not behind a request to say it. */
  private static boolean condition(List<Token> tokens) {
    for (Token token : tokens) {
      String word = token.word();
      if (word.equals("when") || REQUESTS.contains(word)) {
        return false;
      }
      if (OPENINGS.contains(word)) {
        return tokens.stream().noneMatch(there -> REQUESTS.contains(there.word()));
      }
    }
    return false;
  }

  private static boolean past(Reading reading) {
    return PAST.stream().anyMatch(reading::has);
  }

  private static boolean present(Reading reading) {
    return PRESENT.stream().anyMatch(reading::has) && !past(reading);
  }

  /** "Who did Ann see" asks for another than "who saw Ann". */
  private static String subject(Reading reading) {
    List<Token> tokens = reading.tokens();
    for (int i = 0; i + 1 < tokens.size(); i++) {
      String word = tokens.get(i).word();
      if (word.equals("who")) {
        return DOING.contains(tokens.get(i + 1).word()) ? "object" : "subject";
      }
    }
    return "";
  }
}
