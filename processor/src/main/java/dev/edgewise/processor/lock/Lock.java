package dev.edgewise.processor.lock;

import dev.edgewise.processor.model.Retired;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content of {@code edgewise.lock}. One element a line, sorted, so that two branches which both
 * hand out the next number get a conflict in version control instead of a quiet clash:
 *
 * <pre>
 * edgewise.lock 1
 * message demo.Frame
 *   1 cam string
 *   2 px repeated float
 *   - 3
 *   - exposure
 * enum demo.Kind
 *   1 RGB
 * service demo.Vision
 *   detect unary idempotent
 *   watch stream
 * </pre>
 *
 * A line that begins with a dash is a number or a name that must not come back. The number behind
 * the name of the format is its version.
 *
 * @param types by head: kind, space, full name
 */
record Lock(SortedMap<String, LockedType> types) {
  static final String FORMAT = "edgewise.lock 1";
  private static final Pattern HEAD = Pattern.compile("(message|enum|service) ([\\w.]+)");
  private static final Pattern FIELD = Pattern.compile("  (\\d{1,10}) (\\w+)(?: (\\S.*))?");
  private static final Pattern METHOD =
      Pattern.compile("  ([A-Za-z_]\\w*) ((?:unary|stream)(?: idempotent)?)");
  private static final Pattern GONE_NUMBER = Pattern.compile("  - (\\d{1,10})");
  private static final Pattern GONE_NAME = Pattern.compile("  - ([A-Za-z_]\\w*)");

  static final Lock EMPTY = new Lock(Collections.emptySortedMap());

  Lock {
    types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
  }

  static Lock of(List<LockedType> types) {
    SortedMap<String, LockedType> byHead = new TreeMap<>();
    types.forEach(type -> byHead.put(type.head(), type));
    return new Lock(byHead);
  }

  /** What the lock knows of a type, nothing if it is new. */
  LockedType type(LockedType.Kind kind, String name) {
    LockedType empty = LockedType.empty(kind, name);
    return types.getOrDefault(empty.head(), empty);
  }

  String text() {
    StringBuilder text = new StringBuilder(FORMAT).append('\n');
    for (LockedType type : types.values()) {
      text.append(type.head()).append('\n');
      type.lines().forEach(line -> text.append("  ").append(line).append('\n'));
    }
    return text.toString();
  }

  /**
   * What came of reading a text.
   *
   * @param lock as far as it could be read
   * @param line of the first mistake, from 1; 0 if there is none
   * @param problem what the mistake is
   */
  record Parsed(Lock lock, int line, String problem) {
    boolean isGood() {
      return line == 0;
    }
  }

  static Parsed parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(FORMAT)) {
      return new Parsed(EMPTY, 1, "the first line must be \"" + FORMAT + "\"");
    }
    List<LockedType> types = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      Matcher head = HEAD.matcher(line);
      boolean good;
      if (head.matches()) {
        LockedType type =
            LockedType.empty(
                LockedType.Kind.valueOf(head.group(1).toUpperCase(Locale.ROOT)), head.group(2));
        good = types.stream().noneMatch(t -> t.head().equals(type.head()));
        types.add(type);
      } else {
        good = !types.isEmpty() && add(types, line);
      }
      if (!good) {
        return new Parsed(of(types), i + 1, "\"" + line.strip() + "\" is not expected here");
      }
    }
    return new Parsed(of(types), 0, "");
  }

  private static boolean add(List<LockedType> types, String line) {
    LockedType type = types.remove(types.size() - 1);
    List<LockedField> fields = new ArrayList<>(type.fields());
    List<Integer> numbers = new ArrayList<>(type.retired().numbers());
    List<String> names = new ArrayList<>(type.retired().names());
    boolean good = parse(line, type.kind(), fields, numbers, names);
    types.add(new LockedType(type.kind(), type.name(), fields, new Retired(numbers, names)));
    return good;
  }

  private static boolean parse(
      String line,
      LockedType.Kind kind,
      List<LockedField> fields,
      List<Integer> numbers,
      List<String> names) {
    Matcher gone = GONE_NUMBER.matcher(line);
    if (gone.matches()) {
      return number(gone.group(1), numbers);
    }
    Matcher goneName = GONE_NAME.matcher(line);
    if (goneName.matches()) {
      return names.add(goneName.group(1));
    }
    Matcher method = METHOD.matcher(line);
    if (kind == LockedType.Kind.SERVICE && method.matches()) {
      return fields.add(new LockedField(0, method.group(1), method.group(2)));
    }
    Matcher field = FIELD.matcher(line);
    List<Integer> number = new ArrayList<>();
    if (kind == LockedType.Kind.SERVICE || !field.matches() || !number(field.group(1), number)) {
      return false;
    }
    String type = field.group(3) == null ? "" : field.group(3);
    boolean isNew =
        fields.stream()
            .noneMatch(f -> f.number() == number.get(0) || f.name().equals(field.group(2)));
    return isNew && fields.add(new LockedField(number.get(0), field.group(2), type));
  }

  private static boolean number(String digits, List<Integer> into) {
    long number = Long.parseLong(digits);
    return number <= Integer.MAX_VALUE && into.add((int) number);
  }
}
