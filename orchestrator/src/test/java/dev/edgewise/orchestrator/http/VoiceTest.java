package dev.edgewise.orchestrator.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class VoiceTest {
  @ParameterizedTest
  @EnumSource(Voice.class)
  void a_zone_that_starts_says_in_every_voice_when_to_come_again(Voice voice) {
    var answer = voice.answer(HttpRequest.POST("/", ""), starting(Duration.ofMillis(2_801)));
    assertThat(answer.code()).isEqualTo(503);
    assertThat(answer.getHeaders().getAll(HttpHeaders.RETRY_AFTER)).containsExactly("3");
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1000,1", "1001,2", "60000,60"})
  void the_time_to_come_again_is_rounded_up_to_seconds(long millis, String seconds) {
    var answer =
        Voice.EDGEWISE.answer(HttpRequest.POST("/", ""), starting(Duration.ofMillis(millis)));
    assertThat(answer.getHeaders().get(HttpHeaders.RETRY_AFTER)).isEqualTo(seconds);
  }

  @Test
  void who_does_not_know_when_says_as_before() {
    Problem problem = Problem.of(ErrorCode.ZONE_DOWN, "it failed 5 times");
    assertThat(
            Voice.EDGEWISE
                .answer(HttpRequest.POST("/", ""), problem)
                .getHeaders()
                .getAll(HttpHeaders.RETRY_AFTER))
        .containsExactly("1");
  }

  private static Problem starting(Duration retryAfter) {
    return Problem.of(
        EdgewiseException.worthTryingAfter(
            retryAfter, ErrorCode.ZONE_STARTING, "it starts", "r0deqh2kqr3pb"));
  }
}
