package dev.edgewise.sdk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of a cache, and that what cannot be teaches. */
final class CacheConfigTest {
  @Test
  void the_four_lines_of_the_brief_say_what_they_say() {
    CacheConfig cache =
        CacheConfig.builder()
            .memoryCacheSize("8GB")
            .diskCacheSize("500GB")
            .semanticCache(true)
            .similarityThreshold(0.85)
            .build();
    assertThat(cache.memoryCacheSize()).isEqualTo(8_000_000_000L);
    assertThat(cache.diskCacheSize()).isEqualTo(500_000_000_000L);
    assertThat(cache.semanticCache()).isTrue();
    assertThat(cache.similarityThreshold()).isEqualTo(0.85);
    assertThat(cache.maxFalseHitRate()).isEmpty();
    assertThat(cache.timeToLive()).isEqualTo(Duration.ofHours(1));
    assertThat(cache)
        .hasToString(
            "answers kept for 3600 s, 8000000000 bytes in memory, 500000000000 bytes on disk, alike"
                + " from 0.85");
  }

  @Test
  void a_binary_unit_is_binary_and_nothing_said_is_the_least() {
    assertThat(CacheConfig.builder().memoryCacheSize("8GiB").build().memoryCacheSize())
        .isEqualTo(1L << 33);
    CacheConfig least = CacheConfig.builder().build();
    assertThat(least.memoryCacheSize()).isZero();
    assertThat(least.diskCacheSize()).isZero();
    assertThat(least.semanticCache()).isFalse();
    assertThat(least).isEqualTo(CacheConfig.builder().build()).hasSameHashCodeAs(least);
    assertThat(least).isNotEqualTo(CacheConfig.builder().diskCacheSize("1MB").build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "0", "8 gigabytes", "-1GB", "1.5GB", "9999999TB", "8gb"})
  void what_is_no_size_is_told_with_one_that_is(String size) {
    if (size.equals("8")) {
      assertThat(CacheConfig.builder().memoryCacheSize(size).build().memoryCacheSize())
          .isEqualTo(8);
      return;
    }
    assertThatThrownBy(() -> CacheConfig.builder().memoryCacheSize(size))
        .isInstanceOf(EdgewiseException.class)
        .hasMessageContaining("memoryCacheSize(\"" + size + "\")")
        .hasMessageContaining("\"8GB\" for 8·10⁹ bytes");
  }

  @Test
  void nothing_on_disk_can_be_said() {
    assertThat(CacheConfig.builder().diskCacheSize("0").build().diskCacheSize()).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void a_threshold_is_a_similarity(double threshold) {
    assertThatThrownBy(() -> CacheConfig.builder().similarityThreshold(threshold))
        .hasMessageContaining("between 0 and 1")
        .hasMessageContaining("maxFalseHitRate(0.02)");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
  void a_rate_is_a_share(double rate) {
    assertThatThrownBy(() -> CacheConfig.builder().maxFalseHitRate(rate))
        .hasMessageContaining("both excluded");
  }

  @Test
  void times_have_bounds() {
    assertThatThrownBy(() -> CacheConfig.builder().timeToLive(Duration.ofMillis(999)))
        .hasMessageContaining("a second to 30 days");
    assertThatThrownBy(() -> CacheConfig.builder().timeToLive(Duration.ofDays(31)))
        .hasMessageContaining("a second to 30 days");
    assertThat(CacheConfig.builder().timeToLive(Duration.ofMillis(1_900)).build().timeToLive())
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void what_would_do_nothing_is_refused() {
    assertThatThrownBy(() -> CacheConfig.builder().similarityThreshold(0.9).build())
        .hasMessageContaining("Add semanticCache(true)");
    assertThatThrownBy(() -> CacheConfig.builder().maxFalseHitRate(0.02).build())
        .hasMessageContaining("maxFalseHitRate was named");
  }
}
