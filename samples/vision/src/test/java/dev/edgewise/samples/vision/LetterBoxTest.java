package dev.edgewise.samples.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class LetterBoxTest {
  @Test
  void the_longer_side_fills_the_square_and_the_other_is_centred() {
    assertThat(LetterBox.of(600, 400, 128)).isEqualTo(new LetterBox(128, 0, 21, 128, 85));
    assertThat(LetterBox.of(400, 600, 128)).isEqualTo(new LetterBox(128, 21, 0, 85, 128));
    assertThat(LetterBox.of(512, 512, 128)).isEqualTo(new LetterBox(128, 0, 0, 128, 128));
    assertThat(LetterBox.of(16, 16_384, 128)).isEqualTo(new LetterBox(128, 63, 0, 1, 128));
  }

  @Test
  void there_and_back_is_where_one_was() {
    Random random = new Random(5);
    for (int i = 0; i < 10_000; i++) {
      LetterBox box =
          LetterBox.of(
              1 + random.nextInt(5000), 1 + random.nextInt(5000), random.nextBoolean() ? 128 : 192);
      Region source =
          new Region(
              random.nextDouble(), random.nextDouble(), random.nextDouble(), random.nextDouble());
      Region square =
          new Region(
              (box.left() + source.left() * box.width()) / box.side(),
              (box.top() + source.top() * box.height()) / box.side(),
              (box.left() + source.right() * box.width()) / box.side(),
              (box.top() + source.bottom() * box.height()) / box.side());

      Region back = box.toSource(square);

      assertThat(back.left()).isCloseTo(source.left(), within(1e-6));
      assertThat(back.top()).isCloseTo(source.top(), within(1e-6));
      assertThat(back.right()).isCloseTo(source.right(), within(1e-6));
      assertThat(back.bottom()).isCloseTo(source.bottom(), within(1e-6));
    }
  }
}
