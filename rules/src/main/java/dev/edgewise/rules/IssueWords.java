package dev.edgewise.rules;

import dev.edgewise.core.NearestNames;
import dev.edgewise.core.Text;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the checker of the language says, in a newcomer's words. Pure.
 *
 * @param reason what is wrong
 * @param fix what to do
 * @param offset where, in the condition
 */
record IssueWords(String reason, String fix, int offset) {
  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");
  private static final Pattern OVERLOAD =
      Pattern.compile("found no matching overload for '([^']*)' applied to '([^']*)'.*");
  private static final Pattern TYPE =
      Pattern.compile("expected type '([^']*)' but found '([^']*)'.*");
  private static final Pattern PATH = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_]\\w*)*");
  private static final int MOST = 200;

  static boolean isSyntax(String message) {
    return !UNDECLARED.matcher(message).matches()
        && !OVERLOAD.matcher(message).matches()
        && !TYPE.matcher(message).matches();
  }

  static IssueWords of(
      String message, String text, int offset, Collection<String> names, String of) {
    Matcher undeclared = UNDECLARED.matcher(message);
    if (undeclared.matches()) {
      return undeclared(undeclared.group(1), text, offset, names, of);
    }
    Matcher overload = OVERLOAD.matcher(message);
    if (overload.matches()) {
      return overload(overload.group(1), overload.group(2), offset);
    }
    Matcher type = TYPE.matcher(message);
    if (type.matches()) {
      return new IssueWords(
          "the condition is of type " + type.group(2) + ", which is neither true nor false",
          "Compare it with something, as in size > 1000",
          0);
    }
    return new IssueWords(
        "this is not CEL: " + Text.line(message, MOST),
        "Conditions look like size > 1000 && tenant.startsWith(\"eu-\")",
        offset);
  }

  private static IssueWords undeclared(
      String name, String text, int offset, Collection<String> names, String of) {
    Matcher path = PATH.matcher(text);
    int at = Math.max(0, Math.min(offset, text.length()));
    String whole = path.find(at) && path.start() == at ? path.group() : name;
    // Of a function the place is its bracket.
    if (text.startsWith("(", at) || text.startsWith("(", at + whole.length())) {
      return new IssueWords(
          "there is no function \"" + name + "\"",
          "CEL has size, contains, startsWith, endsWith, matches, duration, int, double and string"
              + " for what rules compare",
          text.startsWith("(", at) ? Math.max(0, at - name.length()) : offset);
    }
    if (whole.startsWith("answer")
        && names.stream().noneMatch(known -> known.startsWith("answer"))) {
      return new IssueWords("before the call there is no answer", "Write \"when: after\"", offset);
    }
    if (whole.startsWith("node.") || name.equals("confidence")) {
      return new IssueWords(
          "\"" + whole + "\" is not known here" + of,
          whole.startsWith("node.")
              ? "Ask for nodes below \"route\", or \"when: after\" for the one that answered"
              : "Write \"when: after\"",
          offset);
    }
    List<String> known = List.copyOf(new TreeSet<>(names));
    return new IssueWords(
        "there is no fact \"" + whole + "\"" + of,
        NearestNames.hint(whole, known).replaceFirst("\\.$", ""),
        offset);
  }

  private static IssueWords overload(String function, String types, int offset) {
    String shown = function.replaceFirst("^_(.+)_$", "$1").replaceFirst("^(.+)_$", "$1");
    return new IssueWords(
        "\"" + shown + "\" does not take " + types,
        "Compare like with like: numbers with numbers, texts in quotes, durations with"
            + " duration(\"200ms\"); convert with int(), double() and string()",
        offset);
  }
}
