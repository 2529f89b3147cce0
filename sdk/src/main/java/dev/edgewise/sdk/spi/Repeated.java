package dev.edgewise.sdk.spi;

import java.util.Arrays;

/**
 * Collects the elements of a repeated number into a primitive array. Writers may send one packed
 * block, several, single elements, or all of these mixed; one block, the usual case, becomes the
 * array without a second copy, and single elements cost amortised constant time each, so that a
 * stranger's message of tiny fields cannot make the reader quadratic.
 */
public final class Repeated {
  private Repeated() {}

  private static int grown(int needed, int capacity) {
    return needed <= capacity ? capacity : Math.max(needed, capacity + (capacity >> 1) + 8);
  }

  private static boolean packed(int tag) {
    return (tag & 7) == WireReader.LENGTH_DELIMITED;
  }

  /** Collects {@code repeated float}. */
  public static final class Floats {
    private static final float[] NONE = {};
    private float[] values = NONE;
    private int count;

    /** Starts empty. */
    public Floats() {}

    /** Reads what {@code tag} announces: a packed block or one element. */
    public void read(WireReader in, int tag) {
      if (packed(tag) && count > 0) {
        append(in.packedFloats());
      } else if (packed(tag)) {
        values = in.packedFloats();
        count = values.length;
      } else {
        values = Arrays.copyOf(values, grown(count + 1, values.length));
        values[count++] = in.float32();
      }
    }

    private void append(float[] block) {
      values = Arrays.copyOf(values, grown(count + block.length, values.length));
      System.arraycopy(block, 0, values, count, block.length);
      count += block.length;
    }

    /** Returns all elements in order. */
    public float[] toArray() {
      return count == values.length ? values : Arrays.copyOf(values, count);
    }
  }

  /** Collects {@code repeated double}. */
  public static final class Doubles {
    private static final double[] NONE = {};
    private double[] values = NONE;
    private int count;

    /** Starts empty. */
    public Doubles() {}

    /** Reads what {@code tag} announces: a packed block or one element. */
    public void read(WireReader in, int tag) {
      if (packed(tag) && count > 0) {
        append(in.packedDoubles());
      } else if (packed(tag)) {
        values = in.packedDoubles();
        count = values.length;
      } else {
        values = Arrays.copyOf(values, grown(count + 1, values.length));
        values[count++] = in.float64();
      }
    }

    private void append(double[] block) {
      values = Arrays.copyOf(values, grown(count + block.length, values.length));
      System.arraycopy(block, 0, values, count, block.length);
      count += block.length;
    }

    /** Returns all elements in order. */
    public double[] toArray() {
      return count == values.length ? values : Arrays.copyOf(values, count);
    }
  }

  /** Collects {@code repeated int32}. */
  public static final class Ints {
    private int[] values = {};
    private int count;

    /** Starts empty. */
    public Ints() {}

    /** Reads what {@code tag} announces: a packed block or one element. */
    public void read(WireReader in, int tag) {
      if (!packed(tag)) {
        add(in.int32());
        return;
      }
      WireReader block = in.nested();
      while (block.remaining() > 0) {
        add(block.int32());
      }
    }

    private void add(int value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, grown(count + 1, count));
      }
      values[count++] = value;
    }

    /** Returns all elements in order. */
    public int[] toArray() {
      return count == values.length ? values : Arrays.copyOf(values, count);
    }
  }

  /** Collects {@code repeated int64}. */
  public static final class Longs {
    private long[] values = {};
    private int count;

    /** Starts empty. */
    public Longs() {}

    /** Reads what {@code tag} announces: a packed block or one element. */
    public void read(WireReader in, int tag) {
      if (!packed(tag)) {
        add(in.int64());
        return;
      }
      WireReader block = in.nested();
      while (block.remaining() > 0) {
        add(block.int64());
      }
    }

    private void add(long value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, grown(count + 1, count));
      }
      values[count++] = value;
    }

    /** Returns all elements in order. */
    public long[] toArray() {
      return count == values.length ? values : Arrays.copyOf(values, count);
    }
  }

  /** Collects {@code repeated bool}. */
  public static final class Bools {
    private boolean[] values = {};
    private int count;

    /** Starts empty. */
    public Bools() {}

    /** Reads what {@code tag} announces: a packed block or one element. */
    public void read(WireReader in, int tag) {
      if (!packed(tag)) {
        add(in.bool());
        return;
      }
      WireReader block = in.nested();
      while (block.remaining() > 0) {
        add(block.bool());
      }
    }

    private void add(boolean value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, grown(count + 1, count));
      }
      values[count++] = value;
    }

    /** Returns all elements in order. */
    public boolean[] toArray() {
      return count == values.length ? values : Arrays.copyOf(values, count);
    }
  }
}
