package dev.edgewise.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class LatenciesTest {
  private static Latencies ofMillis(int count) {
    return Latencies.of(LongStream.rangeClosed(1, count).map(i -> i * 1_000_000).toArray());
  }

  @Test
  void a_histogram_survives_its_text_form() {
    Latencies latencies = ofMillis(1_000);
    assertThat(Latencies.decode(latencies.encoded())).isEqualTo(latencies);
    assertThat(latencies.encoded()).startsWith("HISTF");
  }

  @Test
  void something_else_is_not_a_histogram() {
    assertThatThrownBy(() -> Latencies.decode("abcd")).hasMessageContaining("not a histogram");
  }

  @Test
  void too_few_samples_tell_no_percentile() {
    assertThat(Latencies.samplesFor(99)).isEqualTo(459);
    assertThat(ofMillis(458).millis(99)).isEmpty();
    assertThat(ofMillis(458).text(99)).isEqualTo("n too small");
    assertThat(ofMillis(459).millis(99)).isPresent();
    assertThat(ofMillis(458).highestTold()).isEqualTo(90);
    assertThat(ofMillis(3).highestTold()).isEqualTo(0);
  }
}
