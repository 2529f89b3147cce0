package dev.edgewise.lab.cache;

import dev.edgewise.serving.cache.store.Key;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Consumer;

/** Whether semantic hits keep their word, with the shipped MiniLM. */
public final class Evaluation {
  private static final double THRESHOLD = 0.85;
  private static final long SEED = QuestionBook.REPORT + 1;

  /** Of the paraphrases that are asked, the least part that has to hit. */
  private static final double RECALL = 0.4;

  private static final List<List<String>> TRAPS =
      List.of(
          List.of("Is ibuprofen safe while pregnant", "Is ibuprofen safe while not pregnant"),
          List.of("turn on dark mode", "turn off dark mode"),
          List.of("What is 12 + 7", "What is 12 + 9"));

  private Evaluation() {}

  /**
   * What came out.
   *
   * @param held whether everything that must hold did
   * @param figures what was measured, a line each
   */
  public record Result(boolean held, List<String> figures) {
    public Result {
      figures = List.copyOf(figures);
    }
  }

  /**
   * Labelled pairs: under a budget of 5 % the bound holds, which means that the pool stays closed;
   * under 20 % it opens and the bound holds.
   *
   * @param points where points of texts are kept
   * @param most pairs
   * @return empty when the pairs are not there
   */
  public static Optional<Result> pairs(Path points, int most, Consumer<String> progress)
      throws IOException {
    Optional<List<LabelledPairs>> found = LabelledPairs.found();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<LabelledPairs> pairs = found.get().subList(0, Math.min(most, found.get().size()));
    try (Embeddings embeddings = Embeddings.open(points)) {
      List<String> texts = new ArrayList<>();
      for (LabelledPairs pair : pairs) {
        texts.add(pair.first());
        texts.add(pair.second());
      }
      embeddings.prepare(texts, progress);
      List<String> figures = new ArrayList<>();
      boolean held = true;
      for (double budget : new double[] {0.02, 0.05, 0.1, 0.2}) {
        Trial trial =
            LabelledPairs.trial(pairs, embeddings, THRESHOLD, OptionalDouble.of(budget), SEED);
        boolean kept = trial.hits() == 0 || trial.bound() <= budget;
        boolean opened = budget < 0.2 || trial.hits() > 0;
        // Ten percent lies where chance decides whether a bound that was shown once shows twice.
        held &= opened && (kept || budget == 0.1);
        figures.add(line("budget", budget, trial));
      }
      Trial free = LabelledPairs.trial(pairs, embeddings, THRESHOLD, OptionalDouble.empty(), SEED);
      figures.add(line("threshold", THRESHOLD, free));
      return Optional.of(new Result(held, figures));
    }
  }

  /**
   * Questions with known truth, of seeds that no guard was tuned with: under a budget of 5 % at
   * least 40 % of the paraphrases hit and the bound holds; no trap hits in either mode.
   */
  public static Result paraphrases(Path points, int questions, Consumer<String> progress)
      throws IOException {
    QuestionBook book = QuestionBook.shipped();
    Questions stream = Questions.mixed(book, questions, SEED);
    try (Embeddings embeddings = Embeddings.open(points)) {
      embeddings.prepare(stream.texts(), progress);
      List<String> figures = new ArrayList<>();
      Trial budget = new Trial(embeddings, THRESHOLD, OptionalDouble.of(0.05), SEED);
      stream.ask(budget, embeddings);
      figures.add(line("budget", 0.05, budget));
      Trial threshold = new Trial(embeddings, THRESHOLD, OptionalDouble.empty(), SEED);
      stream.ask(threshold, embeddings);
      figures.add(line("threshold", THRESHOLD, threshold));
      int traps = traps(book, embeddings, questions / 4, figures);
      boolean held =
          budget.recall() >= RECALL
              && budget.bound() <= 0.05
              && traps == 0
              && threshold.wrong() == 0;
      return new Result(held, figures);
    }
  }

  /** Pairs alone, so that each trap meets just the question that it is a trap for. */
  private static int traps(
      QuestionBook book, Embeddings embeddings, int count, List<String> figures) {
    Random random = new Random(SEED + 1);
    int hits = 0;
    int near = 0;
    for (int i = 0; i < count + TRAPS.size(); i++) {
      QuestionBook.Pair pair =
          i < count
              ? book.trap(random)
              : new QuestionBook.Pair(
                  TRAPS.get(i - count).getFirst(), TRAPS.get(i - count).getLast(), Kind.NUMBER);
      Trial trial = new Trial(embeddings, 0.5, OptionalDouble.empty(), SEED);
      Key key = trial.keep(pair.first(), 0, embeddings.of(pair.first()));
      boolean ran = trial.ask(pair.second(), 1, embeddings.of(pair.second()));
      trial.forget(key);
      hits += ran ? 0 : 1;
      near +=
          cosine(embeddings.of(pair.first()), embeddings.of(pair.second())) >= THRESHOLD ? 1 : 0;
      if (!ran) {
        figures.add("TRAP HIT: " + pair);
      }
    }
    figures.add(
        (count + TRAPS.size())
            + " traps, asked at a threshold of 0.5: "
            + hits
            + " hits; "
            + near
            + " of them lie at 0.85 or above");
    return hits;
  }

  /**
   * Popular questions, of which one in four has answers that change each time: the pool cannot
   * open, and single questions do.
   */
  public static Result zipf(Path points, int questions, Consumer<String> progress)
      throws IOException {
    Questions stream = Questions.zipf(QuestionBook.shipped(), 40, questions, SEED);
    try (Embeddings embeddings = Embeddings.open(points)) {
      embeddings.prepare(stream.texts(), progress);
      List<String> figures = new ArrayList<>();
      Trial trial = new Trial(embeddings, THRESHOLD, OptionalDouble.of(0.05), SEED);
      Random random = new Random(SEED);
      for (Questions.Ask ask : stream.asks()) {
        float[] point = embeddings.of(ask.text());
        boolean unsteady = ask.meaning().isOneIn(4);
        Object answer = unsteady ? List.of(ask.meaning(), random.nextInt(2)) : ask.meaning();
        if (trial.ask(ask.text(), answer, point)) {
          trial.keep(ask.text(), answer, point);
        }
      }
      figures.add(line("budget", 0.05, trial));
      boolean own = trial.state().why().contains("by what is known of single questions");
      return new Result(own && trial.bound() <= 0.05, figures);
    }
  }

  private static double cosine(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum;
  }

  private static String line(String mode, double setting, Trial trial) {
    return String.format(Locale.ROOT, "%s %.2f: %s", mode, setting, trial);
  }
}
