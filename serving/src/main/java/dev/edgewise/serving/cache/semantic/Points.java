package dev.edgewise.serving.cache.semantic;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Points as they lie in memory: blocks of numbers, and beside them the sketch of each, word by
 * word, so that a scan reads little and in order. Places of removed points are used again. Not
 * thread-safe: its index locks.
 */
final class Points {
  private static final int BLOCK = 256;

  private final int dimensions;
  private final int words;
  private final List<float[]> numbers = new ArrayList<>();
  private final List<long[][]> sketches = new ArrayList<>();
  private @Nullable Question[] questions = new Question[0];
  private int[] free = new int[16];
  private int freed;
  private int end;

  Points(int dimensions, int words) {
    this.dimensions = dimensions;
    this.words = words;
  }

  @Nullable Question question(int place) {
    return questions[place];
  }

  /** Puts a point somewhere, and says where. */
  int add(Question question, float[] point, long[] sketch) {
    int place = freed > 0 ? free[--freed] : grow();
    System.arraycopy(point, 0, numbers.get(place / BLOCK), place % BLOCK * dimensions, dimensions);
    long[][] block = sketches.get(place / BLOCK);
    for (int word = 0; word < words; word++) {
      block[word][place % BLOCK] = sketch[word];
    }
    questions[place] = question;
    return place;
  }

  private int grow() {
    if (end % BLOCK == 0) {
      numbers.add(new float[BLOCK * dimensions]);
      sketches.add(new long[words][BLOCK]);
      questions = Arrays.copyOf(questions, end + BLOCK);
    }
    return end++;
  }

  void remove(int place) {
    questions[place] = null;
    if (freed == free.length) {
      free = Arrays.copyOf(free, free.length * 2);
    }
    free[freed++] = place;
  }

  /**
   * Places whose sketch differs from another in at most so many bits of its first half, and of all.
   */
  int[] like(long[] sketch, int half, int all) {
    int[] found = new int[16];
    int count = 0;
    int[] distances = new int[BLOCK];
    for (int block = 0; block < sketches.size(); block++) {
      long[][] bits = sketches.get(block);
      int length = Math.min(BLOCK, end - block * BLOCK);
      distances(bits, sketch, 0, words / 2, distances);
      for (int i = 0; i < length; i++) {
        if (distances[i] <= half && whole(bits, sketch, i, distances[i]) <= all) {
          if (count == found.length) {
            found = Arrays.copyOf(found, count * 4);
          }
          found[count++] = block * BLOCK + i;
        }
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** A loop that the compiler turns into vector instructions. */
  private static void distances(long[][] bits, long[] sketch, int from, int to, int[] distances) {
    Arrays.fill(distances, 0);
    for (int word = from; word < to; word++) {
      long[] row = bits[word];
      long other = sketch[word];
      for (int i = 0; i < BLOCK; i++) {
        distances[i] += Long.bitCount(row[i] ^ other);
      }
    }
  }

  private int whole(long[][] bits, long[] sketch, int i, int distance) {
    int sum = distance;
    for (int word = words / 2; word < words; word++) {
      sum += Long.bitCount(bits[word][i] ^ sketch[word]);
    }
    return sum;
  }

  /** Cosine of a kept point and another; both have length 1. */
  double cosine(int place, float[] point) {
    float[] block = requireNonNull(numbers.get(place / BLOCK));
    int offset = place % BLOCK * dimensions;
    // Four sums, so that one addition need not wait for the one before.
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 3 < dimensions; i += 4) {
      a += block[offset + i] * point[i];
      b += block[offset + i + 1] * point[i + 1];
      c += block[offset + i + 2] * point[i + 2];
      d += block[offset + i + 3] * point[i + 3];
    }
    for (; i < dimensions; i++) {
      a += block[offset + i] * point[i];
    }
    return (double) a + b + c + d;
  }

  /** A copy of a kept point. */
  float[] point(int place) {
    int offset = place % BLOCK * dimensions;
    return Arrays.copyOfRange(numbers.get(place / BLOCK), offset, offset + dimensions);
  }
}
