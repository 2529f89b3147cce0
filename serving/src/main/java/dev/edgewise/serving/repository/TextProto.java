package dev.edgewise.serving.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads protobuf's text format as far as configurations use it: fields with numbers, strings,
 * names, messages in braces, lists in brackets, comments. Knows no schema; a field that stands
 * several times is there several times.
 *
 * @see <a href="https://protobuf.dev/reference/protobuf/textformat-spec/">Text format</a>
 */
final class TextProto {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_VALUES = 100_000;

  private final String text;
  private int at;
  private int values;

  private TextProto(String text) {
    this.text = text;
  }

  /** The text is not in that format. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /** What stands behind a field's name. */
  sealed interface Value {
    /** A number, string or name, without quotes. */
    record Scalar(String text) implements Value {}

    /** A message. */
    record Block(List<Field> fields) implements Value {
      public Block {
        fields = List.copyOf(fields);
      }

      List<Value> all(String name) {
        return fields.stream()
            .filter(field -> field.name().equals(name))
            .map(Field::value)
            .toList();
      }

      /** The last one counts, as in protobuf. */
      Optional<Value> last(String name) {
        List<Value> all = all(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
      }
    }
  }

  /** A field; a list in brackets is a field for each of its elements. */
  record Field(String name, Value value) {}

  /**
   * Reads a whole text.
   *
   * @throws Malformed with the line
   */
  static Value.Block parse(String text) throws Malformed {
    TextProto reader = new TextProto(text);
    return reader.block((char) 0, 0);
  }

  private Value.Block block(char end, int depth) throws Malformed {
    if (depth > MAX_DEPTH) {
      throw malformed("messages are nested more than " + MAX_DEPTH + " deep");
    }
    List<Field> fields = new ArrayList<>();
    while (true) {
      skip();
      if (at == text.length()) {
        if (end != 0) {
          throw malformed("'" + end + "' is missing");
        }
        return new Value.Block(fields);
      }
      if (end != 0 && text.charAt(at) == end) {
        at++;
        return new Value.Block(fields);
      }
      String name = name();
      skip();
      boolean colon = take(':');
      skip();
      if (take('[')) {
        list(name, fields, depth);
      } else {
        fields.add(new Field(name, value(colon, depth)));
      }
      skip();
      if (!take(',')) {
        take(';');
      }
    }
  }

  private void list(String name, List<Field> fields, int depth) throws Malformed {
    skip();
    if (take(']')) {
      return;
    }
    while (true) {
      skip();
      fields.add(new Field(name, value(true, depth)));
      skip();
      if (take(']')) {
        return;
      }
      if (!take(',')) {
        throw malformed("',' or ']' is missing");
      }
    }
  }

  private Value value(boolean colon, int depth) throws Malformed {
    if (++values > MAX_VALUES) {
      throw malformed("there are more than " + MAX_VALUES + " values");
    }
    if (take('{')) {
      return block('}', depth + 1);
    }
    if (take('<')) {
      return block('>', depth + 1);
    }
    if (!colon) {
      throw malformed("':' is missing");
    }
    if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
      return new Value.Scalar(strings());
    }
    int begin = at;
    while (at < text.length() && isScalar(text.charAt(at))) {
      at++;
    }
    if (begin == at) {
      throw malformed("a value is missing");
    }
    return new Value.Scalar(text.substring(begin, at));
  }

  /** Strings that follow each other are one. */
  private String strings() throws Malformed {
    StringBuilder all = new StringBuilder();
    while (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
      char quote = text.charAt(at++);
      while (true) {
        if (at == text.length() || text.charAt(at) == '\n') {
          throw malformed("a string does not end");
        }
        char c = text.charAt(at++);
        if (c == quote) {
          break;
        }
        if (c == '\\' && at < text.length()) {
          char escaped = text.charAt(at++);
          all.append(
              switch (escaped) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'r' -> '\r';
                default -> escaped;
              });
        } else {
          all.append(c);
        }
      }
      skip();
    }
    return all.toString();
  }

  private String name() throws Malformed {
    int begin = at;
    if (take('[')) {
      while (at < text.length() && text.charAt(at) != ']') {
        at++;
      }
      if (!take(']')) {
        throw malformed("']' is missing");
      }
      return text.substring(begin, at);
    }
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    if (begin == at) {
      throw malformed("a field's name is missing");
    }
    return text.substring(begin, at);
  }

  private static boolean isScalar(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '+' || c == '.';
  }

  private void skip() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        int newline = text.indexOf('\n', at);
        at = newline < 0 ? text.length() : newline;
      } else if (Character.isWhitespace(c)) {
        at++;
      } else {
        return;
      }
    }
  }

  private boolean take(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private Malformed malformed(String what) {
    int line = 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    return new Malformed("line " + line + ": " + what);
  }
}
