package dev.edgewise.orchestrator.scale;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * What a scaler has learned of its zone that is worth keeping over a restart: what usually comes at
 * this time of the week, and what the calls are like, without which that says nothing. Made by
 * {@link ZoneScaler#habits}, given to {@link ZoneScaler#resume}. Immutable.
 *
 * <p>As bytes: a version, the numbers in a fixed order, the methods, and a checksum; at most
 * {@value #MOST_BYTES} of them.
 */
public final class Habits {
  /** No habits take more bytes. */
  public static final int MOST_BYTES = 40_960;

  /** Of a zone's methods, so many are kept, those that are called most. */
  static final int MOST_METHODS = 64;

  private static final byte VERSION = 1;
  private static final int LONGEST_NAME = 255;
  private static final int CHECKSUM = Integer.BYTES;

  /** Beyond all that is measured, and small enough to be reckoned with. */
  private static final double MOST = 1e12;

  private final WeekProfile.State week;
  private final List<MethodMix.Kept> methods;

  /** Methods with names of more than {@value #LONGEST_NAME} bytes are left out. */
  Habits(WeekProfile.State week, List<MethodMix.Kept> methods) {
    this.week = requireNonNull(week, "week");
    this.methods =
        methods.stream()
            .filter(each -> each.method().getBytes(UTF_8).length <= LONGEST_NAME)
            .toList();
  }

  WeekProfile.State week() {
    return week;
  }

  List<MethodMix.Kept> methods() {
    return methods;
  }

  /** To be kept. */
  public byte[] encoded() {
    ByteBuffer out = ByteBuffer.allocate(MOST_BYTES);
    out.put(VERSION);
    for (double bin : week.bins()) {
      out.putDouble(bin);
    }
    out.putLong(week.bin()).putDouble(week.calls()).putDouble(week.seconds());
    out.putDouble(week.clock().last()).putDouble(week.clock().held());
    out.put((byte) methods.size());
    for (MethodMix.Kept method : methods) {
      byte[] name = method.method().getBytes(UTF_8);
      out.put((byte) name.length).put(name);
      out.putDouble(method.mean()).putDouble(method.variation()).putDouble(method.weight());
      out.putLong(method.deadline().toNanos());
    }
    out.putInt(checksum(out.array(), out.position()));
    return Arrays.copyOf(out.array(), out.position());
  }

  /**
   * What was kept.
   *
   * @throws IllegalArgumentException when they are of a later version, damaged, or no habits; the
   *     message says which
   */
  public static Habits decode(byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          bytes.length + " bytes (expected: at most " + MOST_BYTES + ")");
    }
    if (bytes.length > 0 && bytes[0] != VERSION) {
      throw new IllegalArgumentException(
          "they are of version " + (bytes[0] & 0xff) + " (expected: " + VERSION + ")");
    }
    int end = bytes.length - CHECKSUM;
    if (end < 1 || ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, end)) {
      throw new IllegalArgumentException("they are damaged: the checksum does not fit");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 1, end - 1);
    try {
      Habits habits = new Habits(week(in), methods(in));
      if (in.hasRemaining()) {
        throw new IllegalArgumentException(in.remaining() + " bytes too many");
      }
      return habits;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("they end too early", e);
    }
  }

  private static WeekProfile.State week(ByteBuffer in) {
    double[] bins = new double[WeekProfile.BINS];
    for (int i = 0; i < bins.length; i++) {
      bins[i] = orUnknown("bin", in.getDouble());
    }
    return new WeekProfile.State(
        bins,
        in.getLong(),
        number("calls", in.getDouble()),
        number("seconds", in.getDouble()),
        new WallCheck.State(last(in.getDouble()), number("held", in.getDouble())));
  }

  private static List<MethodMix.Kept> methods(ByteBuffer in) {
    int count = in.get() & 0xff;
    if (count > MOST_METHODS) {
      throw new IllegalArgumentException(
          "methods: " + count + " (expected: at most " + MOST_METHODS + ")");
    }
    List<MethodMix.Kept> methods = new ArrayList<>(count);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < count; i++) {
      MethodMix.Kept method =
          new MethodMix.Kept(
              name(in),
              more("mean", in.getDouble()),
              number("variation", in.getDouble()),
              more("weight", in.getDouble()),
              Duration.ofNanos(in.getLong()));
      if (method.deadline().isNegative() || method.deadline().isZero()) {
        throw new IllegalArgumentException("deadline: " + method.deadline());
      }
      if (!names.add(method.method())) {
        throw new IllegalArgumentException("method: \"" + method.method() + "\" is there twice");
      }
      methods.add(method);
    }
    return methods;
  }

  private static String name(ByteBuffer in) {
    byte[] name = new byte[in.get() & 0xff];
    in.get(name);
    try {
      // Not new String: what is no text would become another name.
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the name of a method is no UTF-8", e);
    }
  }

  /** Before 1970 it is negative. */
  private static double last(double value) {
    return value < 0 ? -number("last", -value) : orUnknown("last", value);
  }

  private static double orUnknown(String what, double value) {
    return Double.isNaN(value) ? value : number(what, value);
  }

  private static double number(String what, double value) {
    if (!(value >= 0 && value <= MOST)) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: 0 to " + MOST + ")");
    }
    return value;
  }

  private static double more(String what, double value) {
    if (value < 1 / MOST) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: more)");
    }
    return number(what, value);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Habits habits && Arrays.equals(encoded(), habits.encoded());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded());
  }

  @Override
  public String toString() {
    long known = Arrays.stream(week.bins()).filter(bin -> !Double.isNaN(bin)).count();
    return "habits of " + known + " times of week and day, and of " + methods.size() + " methods";
  }
}
