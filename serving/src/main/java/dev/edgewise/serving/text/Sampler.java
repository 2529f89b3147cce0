package dev.edgewise.serving.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Chooses tokens. What it chooses depends on the logits, the {@link Choice}, what was written
 * before and how many that were, and on nothing else: random numbers belong to a seed and a place,
 * so that a text goes on elsewhere without the numbers before. Temperature comes first, then the
 * likeliest {@code topK}, then those within {@code topP}, as in Hugging Face's and vLLM's samplers.
 * Of one thread.
 */
final class Sampler {
  /**
   * A token that is less likely than e⁻²⁰ of the likeliest is never chosen: it keeps the work on
   * vocabularies of 262,144 tokens small.
   */
  private static final double FAR = 20;

  private final Choice choice;
  private final Map<Integer, Integer> written = new HashMap<>();
  private long[] order = new long[1_024];
  private double[] weights = new double[1_024];
  private int count;

  Sampler(Choice choice) {
    this.choice = choice;
  }

  /** A token was written, here or elsewhere. */
  void wrote(int token) {
    count++;
    if (choice.frequencyPenalty() != 0 || choice.presencePenalty() != 0) {
      written.merge(token, 1, Integer::sum);
    }
  }

  /**
   * The next token; the first of those that are equally likely.
   *
   * @param logits changed by this
   */
  int choose(float[] logits) {
    written.forEach(
        (token, times) ->
            logits[token] -=
                (float) (choice.frequencyPenalty() * times + choice.presencePenalty()));
    int best = likeliest(logits);
    if (choice.isGreedy()) {
      return best;
    }
    int candidates = near(logits, logits[best]);
    if (choice.topK() > 0) {
      candidates = Math.min(candidates, choice.topK());
    }
    double total = 0;
    for (int i = 0; i < candidates; i++) {
      weights[i] = StrictMath.exp((logits[token(i)] - logits[best]) / choice.temperature());
      total += weights[i];
    }
    double kept = 0;
    int last = 0;
    while (last < candidates && kept < choice.topP() * total) {
      kept += weights[last++];
    }
    double at = Chance.of(choice.seed(), count) * kept;
    for (int i = 0; i < last; i++) {
      at -= weights[i];
      if (at < 0) {
        return token(i);
      }
    }
    return token(Math.max(0, last - 1));
  }

  static int likeliest(float[] logits) {
    // The maximum alone is a loop that the compiler makes wide; finding where it is takes one more.
    float most = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      most = Math.max(most, logit);
    }
    for (int i = 0; i < logits.length; i++) {
      if (logits[i] == most) {
        return i;
      }
    }
    return 0;
  }

  /** Puts those that can be chosen into order, the likeliest first, and says how many they are. */
  private int near(float[] logits, float most) {
    float least = (float) (most - FAR * choice.temperature());
    int found = 0;
    for (int i = 0; i < logits.length; i++) {
      if (logits[i] >= least) {
        if (found == order.length) {
          order = Arrays.copyOf(order, 2 * found);
        }
        order[found++] = (long) descending(logits[i]) << Integer.SIZE | i;
      }
    }
    Arrays.sort(order, 0, found);
    if (weights.length < order.length) {
      weights = new double[order.length];
    }
    return found;
  }

  private int token(int place) {
    return (int) order[place];
  }

  /** A number that is the smaller the larger the logit is. */
  private static int descending(float logit) {
    int bits = Float.floatToIntBits(logit);
    return ~(bits ^ ((bits >> 31) & Integer.MAX_VALUE));
  }
}
