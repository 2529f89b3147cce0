package dev.edgewise.cli.key;

import dev.edgewise.cli.shell.Problem;
import dev.edgewise.core.ErrorCode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a key is to last, as people type it: {@code 30d}, {@code 12h}, {@code 5m}. Pure. */
final class Lasting {
  private static final Pattern FORM = Pattern.compile("(\\d{1,5})(m|h|d)");
  private static final Duration LONGEST = Duration.ofDays(397);

  private Lasting() {}

  static Duration parse(String option, String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      long number = Long.parseLong(form.group(1));
      Duration lasting =
          switch (form.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
          };
      if (!lasting.isZero() && lasting.compareTo(LONGEST) <= 0) {
        return lasting;
      }
    }
    throw new Problem(
            ErrorCode.BAD_USAGE,
            option + ": '" + text + "' is no time that a key can last",
            "expected a whole number with m, h or d, more than zero, at most 397d",
            "for example " + option + " 30d")
        .failure();
  }
}
