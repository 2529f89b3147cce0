package dev.edgewise.core;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a cache as text: {@code Edgewise-Cache-Control: exact-only, max-age=60} on a
 * request, {@code Edgewise-Cache: semantic; age=12; similarity=0.912; bound=0.02} on its answer.
 * Both are ASCII of at most {@value #LONGEST} chars. What is rounded is rounded so that it promises
 * less.
 */
public final class CacheTexts {
  /** Longest text of either, in chars. */
  public static final int LONGEST = 256;

  private static final String NO_CACHE = "no-cache";
  private static final String EXACT_ONLY = "exact-only";
  private static final String MAX_AGE = "max-age";
  private static final String MIN_SIMILARITY = "min-similarity";
  private static final Pattern SECONDS = Pattern.compile("\\d{1,10}");
  private static final String SHARE = "0(?:\\.\\d{1,9})?|1(?:\\.0{1,9})?";
  private static final Pattern NOTE =
      Pattern.compile(
          "(none|exact|semantic)(?:; *age=(\\d{1,10}))?(?:; *similarity=("
              + SHARE
              + "))?(?:; *bound=("
              + SHARE
              + "))?");

  private CacheTexts() {}

  /** What is asked of a cache; empty when nothing is. */
  public static String text(CacheControl control) {
    List<String> words = new ArrayList<>();
    if (control.noCache()) {
      words.add(NO_CACHE);
    }
    if (control.exactOnly()) {
      words.add(EXACT_ONLY);
    }
    control.maxAge().ifPresent(age -> words.add(MAX_AGE + "=" + age.toSeconds()));
    control
        .minSimilarity()
        .ifPresent(
            least -> words.add(MIN_SIMILARITY + "=" + decimal(least, 6, RoundingMode.CEILING)));
    return String.join(", ", words);
  }

  /**
   * Reads what is asked of a cache. Of what stands twice the stricter counts.
   *
   * @throws IllegalArgumentException when any of it cannot be read; its message names what, quotes
   *     nothing, and says what is expected
   */
  public static CacheControl control(String text) {
    Read read = read(text);
    if (read.problem().isPresent()) {
      throw new IllegalArgumentException(read.problem().get());
    }
    return read.control();
  }

  /**
   * The same for who must not refuse a call for it: a directive that this version does not know is
   * passed over, and of one whose value cannot be read the strictest is made, so that nobody gets
   * what they asked not to get.
   */
  public static CacheControl controlOrStricter(String text) {
    return read(text).control();
  }

  private record Read(CacheControl control, Optional<String> problem) {}

  private static Read read(String text) {
    if (text.length() > LONGEST) {
      return new Read(
          CacheControl.NONE.withNoCache(),
          Optional.of("it has " + text.length() + " chars (expected: at most " + LONGEST + ")"));
    }
    CacheControl control = CacheControl.NONE;
    Optional<String> problem = Optional.empty();
    String[] directives = text.split(",", -1);
    for (int i = 0; i < directives.length; i++) {
      // As in HTTP's lists, an empty element is none.
      String directive = directives[i].strip();
      if (!directive.isEmpty()) {
        Read one = directive(directive, i + 1);
        control = control.and(one.control());
        problem = problem.or(one::problem);
      }
    }
    return new Read(control, problem);
  }

  private static Read directive(String directive, int place) {
    int equals = directive.indexOf('=');
    String name = (equals < 0 ? directive : directive.substring(0, equals)).strip();
    String value = equals < 0 ? "" : directive.substring(equals + 1).strip();
    return switch (name.toLowerCase(Locale.ROOT)) {
      case NO_CACHE -> flag(NO_CACHE, equals < 0, CacheControl.NONE.withNoCache());
      case EXACT_ONLY -> flag(EXACT_ONLY, equals < 0, CacheControl.NONE.withExactOnly());
      case MAX_AGE -> maxAge(value);
      case MIN_SIMILARITY -> minSimilarity(value);
      default ->
          new Read(
              CacheControl.NONE,
              Optional.of(
                  "its directive "
                      + place
                      + " is not known (expected: no-cache, exact-only, max-age=SECONDS,"
                      + " min-similarity=0 to 1)"));
    };
  }

  private static Read flag(String name, boolean bare, CacheControl control) {
    return new Read(
        control,
        bare
            ? Optional.empty()
            : Optional.of(name + " has a value (expected: " + name + " alone)"));
  }

  private static Read maxAge(String value) {
    if (SECONDS.matcher(value).matches()) {
      Duration age = Duration.ofSeconds(Long.parseLong(value));
      if (age.compareTo(CacheRule.LONGEST) <= 0) {
        return new Read(CacheControl.NONE.withMaxAge(age), Optional.empty());
      }
    }
    return new Read(
        CacheControl.NONE.withNoCache(),
        Optional.of(
            MAX_AGE
                + " is no age (expected: whole seconds, 0 to "
                + CacheRule.LONGEST.toSeconds()
                + ", such as max-age=60)"));
  }

  private static Read minSimilarity(String value) {
    if (value.matches(SHARE)) {
      return new Read(
          CacheControl.NONE.withMinSimilarity(Double.parseDouble(value)), Optional.empty());
    }
    return new Read(
        CacheControl.NONE.withExactOnly(),
        Optional.of(
            MIN_SIMILARITY + " is no similarity (expected: 0 to 1, such as min-similarity=0.9)"));
  }

  /** Where an answer came from. */
  public static String text(CacheNote note) {
    StringBuilder text = new StringBuilder(note.kind().name().toLowerCase(Locale.ROOT));
    if (note.kind() != CacheNote.Kind.NONE) {
      text.append("; age=").append(Math.max(0, note.age().toSeconds()));
    }
    note.similarity()
        .ifPresent(
            value -> text.append("; similarity=").append(decimal(value, 3, RoundingMode.FLOOR)));
    note.bound()
        .ifPresent(
            value -> text.append("; bound=").append(decimal(value, 4, RoundingMode.CEILING)));
    return text.toString();
  }

  /** Reads where an answer came from; empty when that cannot be read. */
  public static Optional<CacheNote> note(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher matcher = NOTE.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new CacheNote(
            CacheNote.Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
            Duration.ofSeconds(matcher.group(2) == null ? 0 : Long.parseLong(matcher.group(2))),
            share(matcher.group(3)),
            share(matcher.group(4))));
  }

  private static OptionalDouble share(@Nullable String text) {
    return text == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
  }

  /** As short as it can be, and never in powers of ten. */
  private static String decimal(double value, int digits, RoundingMode mode) {
    double share = Double.isNaN(value) ? 0 : Math.max(0, Math.min(1, value));
    BigDecimal rounded = BigDecimal.valueOf(share).setScale(digits, mode).stripTrailingZeros();
    return rounded.toPlainString();
  }
}
