package dev.edgewise.serving.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class SamplerTest {
  private static final float[] LOGITS = {
    (float) Math.log(0.1), (float) Math.log(0.5), (float) Math.log(0.4), -100
  };

  private static Choice choice(double temperature, double topP, int topK, long seed) {
    return new Choice(temperature, topP, topK, seed, 0, 0);
  }

  private static double[] shares(Choice form, int tries) {
    double[] shares = new double[LOGITS.length];
    for (int i = 0; i < tries; i++) {
      Sampler sampler =
          new Sampler(
              new Choice(form.temperature(), form.topP(), form.topK(), form.seed() + i, 0, 0));
      shares[sampler.choose(LOGITS.clone())] += 1.0 / tries;
    }
    return shares;
  }

  @Test
  void greedy_takes_the_likeliest_and_the_first_of_equals() {
    assertThat(new Sampler(choice(0, 1, 0, 7)).choose(LOGITS.clone())).isEqualTo(1);
    assertThat(new Sampler(choice(0, 1, 0, 7)).choose(new float[] {-2, 3, 3})).isEqualTo(1);
  }

  @Test
  void tokens_come_as_often_as_they_are_likely() {
    double[] shares = shares(choice(1, 1, 0, 1), 20_000);

    assertThat(shares[0]).isCloseTo(0.1, within(0.01));
    assertThat(shares[1]).isCloseTo(0.5, within(0.015));
    assertThat(shares[2]).isCloseTo(0.4, within(0.015));
    assertThat(shares[3]).isZero();
  }

  @Test
  void a_low_temperature_makes_the_likeliest_likelier() {
    // Weights to the power of two: 0.01, 0.25, 0.16 of 0.42.
    assertThat(shares(choice(0.5, 1, 0, 1), 20_000)[1]).isCloseTo(0.595, within(0.015));
  }

  @Test
  void top_k_and_top_p_leave_out_the_tail() {
    assertThat(shares(choice(1, 1, 1, 1), 100)[1]).isEqualTo(1, within(1e-9));
    assertThat(shares(choice(1, 0.9, 0, 1), 5_000)[0]).isZero();
    assertThat(shares(choice(1, 0.91, 0, 1), 5_000)[0]).isPositive();
    assertThat(shares(choice(1, Double.MIN_VALUE, 0, 1), 100)[1]).isEqualTo(1, within(1e-9));
  }

  @Test
  void penalties_count_what_was_written() {
    Sampler sampler = new Sampler(new Choice(0, 1, 0, 1, 0.1, 0.2));
    sampler.wrote(1);

    assertThat(sampler.choose(LOGITS.clone())).isEqualTo(2);

    Sampler encouraged = new Sampler(new Choice(0, 1, 0, 1, -2, 0));
    encouraged.wrote(0);
    assertThat(encouraged.choose(LOGITS.clone())).isEqualTo(0);
  }

  /** A text that goes on elsewhere has the numbers that it would have had. */
  @Test
  void chance_belongs_to_a_seed_and_a_place() {
    Sampler whole = new Sampler(choice(1, 1, 0, 42));
    int[] written = new int[50];
    for (int i = 0; i < written.length; i++) {
      written[i] = whole.choose(LOGITS.clone());
      whole.wrote(written[i]);
    }
    assertThat(written).contains(0, 1, 2);
    Sampler later = new Sampler(choice(1, 1, 0, 42));
    for (int i = 0; i < 30; i++) {
      later.wrote(written[i]);
    }

    for (int i = 30; i < written.length; i++) {
      assertThat(later.choose(LOGITS.clone())).isEqualTo(written[i]);
      later.wrote(written[i]);
    }
  }

  @Test
  void numbers_are_even_over_seeds_and_over_places() {
    double seeds = 0;
    double places = 0;
    for (int i = 0; i < 10_000; i++) {
      seeds += Chance.of(i, 0) / 10_000;
      places += Chance.of(0, i) / 10_000;
    }

    assertThat(seeds).isCloseTo(0.5, within(0.01));
    assertThat(places).isCloseTo(0.5, within(0.01));
  }
}
