package dev.edgewise.serving.pipeline;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.StateFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a request for pictures has come: whoever has the same model and the same request goes on
 * from here, and ends with the same bytes. The random numbers of a picture are those of its seed
 * and all drawn before its first step, so that none of them is a part of this.
 *
 * <p>A finished picture is kept as the sample that it was decoded from, which in a latent space is
 * much smaller than its PNG, and always of one size. Immutable; nobody may change the arrays.
 *
 * @param step of the picture that is being drawn, how many of its steps are done; 0 to one less
 *     than a picture has
 * @param sample of the picture that is being drawn; empty when all are drawn
 * @param finished the samples of the pictures before it
 */
public record PictureState(int step, float[] sample, List<float[]> finished) {
  /** Bytes before the numbers. */
  private static final int HEAD = 1 + 3 * Integer.BYTES;

  /** Of the layout below; another one is read as nothing. */
  private static final byte VERSION = 1;

  public PictureState {
    requireNonNull(sample, "sample");
    finished = List.copyOf(finished);
  }

  /** Which picture is being drawn, from 0; as many as were asked for when all are drawn. */
  public int picture() {
    return finished.size();
  }

  /** How many steps of all pictures are done when each has so many. */
  public int stepsDone(int steps) {
    return picture() * steps + step;
  }

  /** Whether this can be the state of a request for so many pictures of so many steps. */
  boolean fits(int count, int steps, int length) {
    boolean done = picture() == count;
    return picture() <= count
        && step >= 0
        && step < steps
        && (!done || step == 0)
        && sample.length == (done ? 0 : length)
        && finished.stream().allMatch(each -> each.length == length);
  }

  /** The bytes of states of requests for so many pictures of so many steps; others are none. */
  static StateFormat<PictureState> format(int count, int steps, int length) {
    return new StateFormat<>() {
      @Override
      public String name() {
        return "edgewise.pictures/" + VERSION;
      }

      @Override
      public long size(PictureState state) {
        return state.bytes();
      }

      @Override
      public ByteBuffer write(PictureState state) {
        return ByteBuffer.wrap(state.write());
      }

      @Override
      public PictureState read(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return PictureState.read(copy)
            .filter(state -> state.fits(count, steps, length))
            .orElseThrow(() -> new IllegalArgumentException("no state of such a request"));
      }
    };
  }

  /** Bytes of {@link #write}. */
  int bytes() {
    int numbers = sample.length;
    for (float[] each : finished) {
      numbers += each.length;
    }
    return HEAD + numbers * Float.BYTES;
  }

  /**
   * As bytes, big-endian: the version (1 byte), numbers of a finished sample, finished samples,
   * steps done, then the numbers of the finished samples and of the one that is being drawn.
   */
  byte[] write() {
    ByteBuffer out = ByteBuffer.allocate(bytes());
    out.put(VERSION);
    out.putInt(finished.isEmpty() ? sample.length : finished.getFirst().length);
    out.putInt(finished.size());
    out.putInt(step);
    for (float[] each : finished) {
      put(out, each);
    }
    put(out, sample);
    return out.array();
  }

  private static void put(ByteBuffer out, float[] numbers) {
    out.asFloatBuffer().put(numbers);
    out.position(out.position() + numbers.length * Float.BYTES);
  }

  /**
   * What {@link #write} wrote; empty for anything else, and for numbers that are not finite, which
   * no sound model makes. Takes no more memory than {@code bytes} has.
   */
  static Optional<PictureState> read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.remaining() < HEAD || in.get() != VERSION) {
      return Optional.empty();
    }
    int length = in.getInt();
    int count = in.getInt();
    int step = in.getInt();
    if (length < 1 || count < 0 || count > PictureRequest.MAX_COUNT || step < 0) {
      return Optional.empty();
    }
    long drawn = (long) length * count * Float.BYTES;
    long left = in.remaining() - drawn;
    if (left != 0 && left != (long) length * Float.BYTES) {
      return Optional.empty();
    }
    List<float[]> finished = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      finished.add(get(in, length));
    }
    float[] sample = get(in, left == 0 ? 0 : length);
    return isFinite(sample) && finished.stream().allMatch(PictureState::isFinite)
        ? Optional.of(new PictureState(step, sample, finished))
        : Optional.empty();
  }

  private static float[] get(ByteBuffer in, int length) {
    float[] numbers = new float[length];
    in.asFloatBuffer().get(numbers);
    in.position(in.position() + length * Float.BYTES);
    return numbers;
  }

  private static boolean isFinite(float[] numbers) {
    for (float number : numbers) {
      if (!Float.isFinite(number)) {
        return false;
      }
    }
    return true;
  }
}
