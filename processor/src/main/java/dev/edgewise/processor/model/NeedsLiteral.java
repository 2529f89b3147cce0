package dev.edgewise.processor.model;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The accelerator that a method needs, as the source has it and not yet checked.
 *
 * @param accelerator for example {@code tpu-v4}
 * @param memory for example {@code 4GB}; empty for any
 * @param source where it stands
 */
public record NeedsLiteral(String accelerator, String memory, SourceRef source) {
  // The forms of core.Needs and core.Quantities, which this module does not see.
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9.]+)*");
  private static final int LONGEST = 63;
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18}) ?(B|[kKMGT]B|[KMGT]iB)?");
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  public NeedsLiteral {
    requireNonNull(accelerator, "accelerator");
    requireNonNull(memory, "memory");
    requireNonNull(source, "source");
  }

  /** Whether an accelerator can be called that. */
  public boolean isWord() {
    return accelerator.length() <= LONGEST && WORD.matcher(accelerator).matches();
  }

  /** Bytes, 0 for any; empty when the text is no size. */
  public OptionalLong bytes() {
    if (memory.isEmpty()) {
      return OptionalLong.of(0);
    }
    Matcher matcher = SIZE.matcher(memory);
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    String unit = matcher.group(2) == null ? "B" : matcher.group(2);
    long base = unit.endsWith("iB") ? 1024 : 1000;
    int power = unit.equals("B") ? 0 : "KMGT".indexOf(Character.toUpperCase(unit.charAt(0))) + 1;
    BigInteger bytes =
        new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(base).pow(power));
    return bytes.compareTo(MOST) <= 0 ? OptionalLong.of(bytes.longValue()) : OptionalLong.empty();
  }
}
