package dev.edgewise.lab.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Questions in the order in which they are asked, with what each means.
 *
 * @param asks all of them
 */
record Questions(List<Ask> asks) {
  Questions {
    asks = List.copyOf(asks);
  }

  /**
   * One question.
   *
   * @param kind in what it differs from one that was asked before; null for one of its own
   */
  record Ask(String text, Meaning meaning, @Nullable Kind kind) {}

  /** Half new meanings, a quarter known ones in other words, a quarter traps for known ones. */
  static Questions mixed(QuestionBook book, int length, long seed) {
    Random random = new Random(seed);
    List<Ask> asks = new ArrayList<>();
    while (asks.size() < length) {
      int dice = random.nextInt(4);
      if (dice < 2 || asks.isEmpty()) {
        Meaning meaning = book.any(random);
        asks.add(new Ask(meaning.ask(random), meaning, null));
      } else {
        Ask before = asks.get(random.nextInt(asks.size()));
        if (dice == 2) {
          asks.add(
              new Ask(
                  before.meaning().askOtherwise(before.text(), random),
                  before.meaning(),
                  Kind.PARAPHRASE));
        } else {
          Meaning.Trap trap = before.meaning().trap(random);
          asks.add(new Ask(trap.meaning().ask(random), trap.meaning(), trap.kind()));
        }
      }
    }
    return new Questions(asks);
  }

  /** So many meanings, of which the n-th is asked for with a frequency of 1/n, in any words. */
  static Questions zipf(QuestionBook book, int meanings, int length, long seed) {
    Random random = new Random(seed);
    List<Meaning> known = new ArrayList<>();
    while (known.size() < meanings) {
      Meaning meaning = book.any(random);
      // A trap for each second, so that popular questions have neighbours that mean something else.
      known.add(meaning);
      known.add(meaning.trap(random).meaning());
    }
    double[] cumulated = new double[meanings];
    double sum = 0;
    for (int i = 0; i < meanings; i++) {
      sum += 1.0 / (i + 1);
      cumulated[i] = sum;
    }
    List<Ask> asks = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      double dice = random.nextDouble() * sum;
      int found = java.util.Arrays.binarySearch(cumulated, dice);
      Meaning meaning = known.get(Math.min(meanings - 1, found < 0 ? -found - 1 : found));
      asks.add(new Ask(meaning.ask(random), meaning, null));
    }
    return new Questions(asks);
  }

  /**
   * What a service is asked: four of ten word for word what was asked before, the oftener the more
   * popular it is (Zipf); two known in other words; one and a half traps; the rest new.
   */
  static Questions replayed(QuestionBook book, int length, long seed) {
    Random random = new Random(seed);
    List<Ask> known = new ArrayList<>();
    List<Ask> asks = new ArrayList<>();
    while (asks.size() < length) {
      double dice = random.nextDouble();
      if (known.isEmpty() || dice >= 0.75) {
        Meaning meaning = book.any(random);
        Ask ask = new Ask(meaning.ask(random), meaning, null);
        known.add(ask);
        asks.add(ask);
        continue;
      }
      // Of a uniform number u, n^u is as frequent as Zipf has it.
      Ask popular = known.get((int) Math.pow(known.size(), random.nextDouble()) - 1);
      if (dice < 0.4) {
        asks.add(popular);
      } else if (dice < 0.6) {
        String text = popular.meaning().askOtherwise(popular.text(), random);
        asks.add(new Ask(text, popular.meaning(), Kind.PARAPHRASE));
      } else {
        Meaning.Trap trap = popular.meaning().trap(random);
        asks.add(new Ask(trap.meaning().ask(random), trap.meaning(), trap.kind()));
      }
    }
    return new Questions(asks);
  }

  List<String> texts() {
    return asks.stream().map(Ask::text).toList();
  }

  /** Asks all of it; what was not answered from the pool is kept. */
  void ask(Trial trial, Embeddings embeddings) {
    for (Ask ask : asks) {
      float[] point = embeddings.of(ask.text());
      if (trial.ask(ask.text(), ask.meaning(), point)) {
        trial.keep(ask.text(), ask.meaning(), point);
      }
    }
  }
}
