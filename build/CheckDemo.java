import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Checks the document that {@code ./edgewise demo -o json} or {@code ./edgewise demo --scale -o
 * json} prints against what the demo promises, one line per check ({@code ok …} or {@code not ok
 * …}). The exit code is 1 when one fails. Runs on JDK 17: {@code java build/CheckDemo.java
 * demo.json}.
 */
final class CheckDemo {
  private final Map<String, Object> demo;
  private boolean allGood = true;

  private CheckDemo(Map<String, Object> demo) {
    this.demo = demo;
  }

  public static void main(String[] args) throws IOException {
    Map<String, Object> document;
    try {
      document = object(new Json(Files.readString(Path.of(args[0]))).document());
    } catch (RuntimeException e) {
      System.out.println("not ok demo: stdout is one JSON document (" + e.getMessage() + ")");
      System.exit(1);
      return;
    }
    CheckDemo check = new CheckDemo(document);
    if (document.get("schema").equals("edgewise.demo.scale/1")) {
      check.scale();
    } else {
      check.all();
    }
    System.exit(check.allGood ? 0 : 1);
  }

  private void scale() {
    check(
        "the document of scaling has the promised fields",
        () ->
            demo.keySet()
                .containsAll(
                    Set.of(
                        "zone",
                        "zoneFile",
                        "steps",
                        "calls",
                        "failed",
                        "wakeMillis",
                        "backToZeroMillis",
                        "peakNodes",
                        "nodeSeconds",
                        "seconds",
                        "cost",
                        "promised",
                        "seen",
                        "events")));
    check(
        "each step has its fields",
        () ->
            list("steps").stream()
                .allMatch(
                    step ->
                        object(step)
                            .keySet()
                            .containsAll(
                                Set.of(
                                    "name",
                                    "seconds",
                                    "loadPerSecond",
                                    "calls",
                                    "failed",
                                    "nodes",
                                    "onTimePercent",
                                    "nodeSeconds"))));
    check(
        "no order failed, of more than two thousand",
        () -> number(demo, "failed") == 0 && number(demo, "calls") > 2_000);
    check(
        "it begins without a node, and nothing is paid for then",
        () -> number(step(0), "nodes") == 0 && number(step(0), "nodeSeconds") == 0);
    check("the first order woke the zone", () -> number(demo, "wakeMillis") > 0);
    check("nodes were added for the sale", () -> number(demo, "peakNodes") >= 2);
    check(
        "it is back at zero nodes",
        () ->
            number(demo, "backToZeroMillis") >= 0
                && number(step(list("steps").size() - 1), "nodes") == 0);
    check(
        "as many orders were on time as promised, or the machine was too busy by its own figures",
        () ->
            number(part("seen"), "firstPercent") >= number(part("promised"), "firstPercent")
                    && number(part("seen"), "laterPercent")
                        >= number(part("promised"), "laterPercent")
                || Boolean.FALSE.equals(part("seen").get("judged")));
    check(
        "it cost less than the nodes of its peak, kept all the time",
        () ->
            number(part("cost"), "spent") > 0
                && number(part("cost"), "spent") < number(part("cost"), "peakAllTheTime"));
    check(
        "every node that started has a reason",
        () ->
            list("events").stream()
                .map(CheckDemo::object)
                .filter(event -> event.get("what").equals("starts"))
                .allMatch(event -> !String.valueOf(event.get("because")).isEmpty()));
  }

  private Map<String, Object> step(int number) {
    return object(list("steps").get(number));
  }

  private void all() {
    check(
        "stdout is one JSON document of schema edgewise.demo/1",
        () -> demo.get("schema").equals("edgewise.demo/1"));
    check(
        "it has the promised fields",
        () ->
            demo.keySet()
                .containsAll(
                    Set.of(
                        "pictures",
                        "album",
                        "gateway",
                        "calls",
                        "failed",
                        "byTier",
                        "slowed",
                        "orchestratorKilled",
                        "killed",
                        "p50Millis",
                        "p99Millis")));
    check(
        "each picture has its fields",
        () ->
            list("pictures").stream()
                .allMatch(
                    picture ->
                        object(picture)
                            .keySet()
                            .containsAll(
                                Set.of(
                                    "file",
                                    "tier",
                                    "node",
                                    "faces",
                                    "score",
                                    "escalated",
                                    "millis",
                                    "boxes"))));
    check(
        "astronaut.png: one face, answered by the edge, not escalated",
        () ->
            picture("astronaut.png", "edge", false, 1)
                && number(picture("astronaut.png"), "score") >= 0.5);
    check("astronaut.png: the face is near x 179, y 82, w 93, h 93", this::astronautsFace);
    check(
        "chelsea.png: escalated to the cloud, no face",
        () -> picture("chelsea.png", "cloud", true, 0));
    check(
        "coffee.png: escalated to the cloud, no face",
        () -> picture("coffee.png", "cloud", true, 0));
    check("rocket.jpg: no face, edge", () -> picture("rocket.jpg", "edge", false, 0));
    check(
        "the album was made in the zone and holds a face",
        () -> part("album").get("node").equals("west1") && number(part("album"), "faces") >= 1);
    check(
        "coffee.png by HTTP and JSON: no face, from the cloud, and its decision says via: gateway",
        () ->
            part("gateway").get("via").equals("gateway")
                && part("gateway").get("tier").equals("cloud")
                && number(part("gateway"), "faces") == 0
                && !String.valueOf(part("gateway").get("decision")).isEmpty());
    check("failed is 0", () -> number(demo, "failed") == 0);
    check(
        "all calls are counted by tier",
        () ->
            number(part("byTier"), "edge") + number(part("byTier"), "cloud")
                == number(demo, "calls") - number(demo, "failed"));
    check(
        "both tiers answered",
        () -> number(part("byTier"), "edge") > 0 && number(part("byTier"), "cloud") > 0);
    check(
        "the slowed node's share falls to 10 % or less",
        () -> number(part("slowed"), "shareAfter") <= 0.10);
    check(
        "the slowed node had a share before, and it is known when the calls moved",
        () ->
            number(part("slowed"), "shareBefore") > 0.10
                && number(part("slowed"), "millisToMove") >= 0);
    check(
        "orchestratorKilled.failedCalls is 0, of calls that went on all the time",
        () ->
            number(part("orchestratorKilled"), "failedCalls") == 0
                && number(part("orchestratorKilled"), "calls") >= 150);
    check(
        "agents and application were back with the orchestrator within 5 s of its return",
        () ->
            number(part("orchestratorKilled"), "backMillis") >= 0
                && number(part("orchestratorKilled"), "backMillis") <= 5000);
    check(
        "no agent ended with the orchestrator",
        () -> number(part("orchestratorKilled"), "agentsEnded") == 0);
    check("killed.failedCalls is 0", () -> number(part("killed"), "failedCalls") == 0);
    check("the kill was noticed", () -> number(part("killed"), "detectMillis") >= 0);
    check(
        "p50 and p99 are measured",
        () ->
            number(demo, "p50Millis") > 0
                && number(demo, "p99Millis") >= number(demo, "p50Millis"));
  }

  private boolean astronautsFace() {
    List<?> boxes = (List<?>) picture("astronaut.png").get("boxes");
    if (boxes.size() != 1) {
      return false;
    }
    Map<String, Object> box = object(boxes.get(0));
    return near(box, "x", 179) && near(box, "y", 82) && near(box, "w", 93) && near(box, "h", 93);
  }

  /** Within 8 pixels of 512: the models' own uncertainty is of that size. */
  private static boolean near(Map<String, Object> box, String side, double expected) {
    return Math.abs(number(box, side) - expected) <= 8;
  }

  private boolean picture(String file, String tier, boolean escalated, int faces) {
    Map<String, Object> picture = picture(file);
    return tier.equals(picture.get("tier"))
        && Objects.equals(picture.get("escalated"), escalated)
        && number(picture, "faces") == faces;
  }

  private Map<String, Object> picture(String file) {
    return list("pictures").stream()
        .map(CheckDemo::object)
        .filter(picture -> String.valueOf(picture.get("file")).endsWith(file))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no picture " + file));
  }

  private void check(String name, BooleanSupplier condition) {
    String wrong = "";
    try {
      wrong = condition.getAsBoolean() ? null : "";
    } catch (RuntimeException e) {
      wrong = " (" + e + ")";
    }
    allGood &= wrong == null;
    System.out.println(wrong == null ? "ok demo: " + name : "not ok demo: " + name + wrong);
  }

  private List<?> list(String name) {
    return (List<?>) demo.get(name);
  }

  private Map<String, Object> part(String name) {
    return object(demo.get(name));
  }

  private static double number(Map<String, Object> of, String name) {
    if (of.get(name) instanceof Double number) {
      return number;
    }
    throw new IllegalArgumentException(name + " is " + of.get(name) + ", not a number");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object value) {
    if (value instanceof Map) {
      return (Map<String, Object>) value;
    }
    throw new IllegalArgumentException("not an object: " + value);
  }

  /** As much JSON as is needed, strict: one document and nothing after it. */
  private static final class Json {
    private final String text;
    private int at;

    Json(String text) {
      this.text = text;
    }

    Object document() {
      Object value = value();
      space();
      if (at != text.length()) {
        throw wrong("something after the document");
      }
      return value;
    }

    private Object value() {
      space();
      char c = peek();
      return switch (c) {
        case '{' -> objectValue();
        case '[' -> array();
        case '"' -> string();
        case 't' -> word("true", Boolean.TRUE);
        case 'f' -> word("false", Boolean.FALSE);
        case 'n' -> word("null", "null");
        default -> numberValue();
      };
    }

    private Map<String, Object> objectValue() {
      Map<String, Object> map = new LinkedHashMap<>();
      at++;
      space();
      if (peek() == '}') {
        at++;
        return map;
      }
      while (true) {
        space();
        String name = string();
        space();
        expect(':');
        if (map.put(name, value()) != null) {
          throw wrong("\"" + name + "\" twice");
        }
        space();
        if (peek() == '}') {
          at++;
          return map;
        }
        expect(',');
      }
    }

    private List<Object> array() {
      List<Object> list = new ArrayList<>();
      at++;
      space();
      if (peek() == ']') {
        at++;
        return list;
      }
      while (true) {
        list.add(value());
        space();
        if (peek() == ']') {
          at++;
          return list;
        }
        expect(',');
      }
    }

    private String string() {
      expect('"');
      StringBuilder out = new StringBuilder();
      while (peek() != '"') {
        char c = text.charAt(at++);
        if (c != '\\') {
          out.append(c);
          continue;
        }
        char escaped = text.charAt(at++);
        switch (escaped) {
          case 'n' -> out.append('\n');
          case 't' -> out.append('\t');
          case 'r' -> out.append('\r');
          case 'b' -> out.append('\b');
          case 'f' -> out.append('\f');
          case 'u' -> {
            out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
            at += 4;
          }
          default -> out.append(escaped);
        }
      }
      at++;
      return out.toString();
    }

    private Double numberValue() {
      int from = at;
      while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      if (from == at) {
        throw wrong("a value expected");
      }
      return Double.valueOf(text.substring(from, at));
    }

    private Object word(String word, Object value) {
      if (!text.startsWith(word, at)) {
        throw wrong(word + " expected");
      }
      at += word.length();
      return value;
    }

    private void expect(char c) {
      if (peek() != c) {
        throw wrong("'" + c + "' expected");
      }
      at++;
    }

    private void space() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    private char peek() {
      if (at >= text.length()) {
        throw wrong("more expected");
      }
      return text.charAt(at);
    }

    private IllegalArgumentException wrong(String what) {
      return new IllegalArgumentException(what + " at character " + at);
    }
  }
}
