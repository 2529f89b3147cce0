package dev.edgewise.serving.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.sdk.spi.Message;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The frames of {@code ModelStreamInfer}, as bytes. */
final class StreamedInferenceTest {
  private static final Message REQUEST =
      new Fields().text(1, "mirror").text(2, "3").text(3, "7").text(7, "elements").message();

  private static void last(Fields entry) {
    entry.text(1, "triton_final_response").message(2, yes -> yes.flag(1, true));
  }

  @Test
  void an_answer_holds_what_the_method_answered_and_is_the_last_of_its_request() {
    Message answer =
        StreamedInference.of(REQUEST).answer(new Fields().text(1, "mirror").text(6, "r").message());
    assertThat(answer.bytes())
        .isEqualTo(
            new Fields()
                .message(
                    2,
                    held ->
                        held.text(1, "mirror").text(6, "r").message(4, StreamedInferenceTest::last))
                .bytes());
  }

  @Test
  void a_failure_says_whose_it_is() {
    assertThat(StreamedInference.of(REQUEST).failure("too late").bytes())
        .isEqualTo(
            new Fields()
                .text(1, "too late")
                .message(
                    2,
                    of ->
                        of.text(1, "mirror")
                            .text(2, "3")
                            .text(3, "7")
                            .message(4, StreamedInferenceTest::last))
                .bytes());
  }

  @Test
  void what_cannot_be_read_or_is_too_long_is_not_said_again() {
    assertThat(StreamedInference.of(Message.of(new byte[] {-1})))
        .isEqualTo(new StreamedInference("", "", ""));
    assertThat(StreamedInference.of(new Fields().text(3, "7".repeat(2_000)).message()).id())
        .isEmpty();
  }

  @Test
  void bytes_of_strangers_are_read_or_not_and_nothing_is_thrown() {
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = REQUEST.bytes();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      StreamedInference asked = StreamedInference.of(Message.of(bytes));
      assertThat(asked.model().getBytes(StandardCharsets.UTF_8).length).isLessThan(200);
    }
  }
}
