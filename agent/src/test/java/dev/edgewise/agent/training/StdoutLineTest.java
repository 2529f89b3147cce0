package dev.edgewise.agent.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.training.Progress;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class StdoutLineTest {
  @Test
  void progress_is_read() {
    assertThat(StdoutLine.parse("@edgewise step=120 loss=0.43 samples_per_second=88"))
        .isEqualTo(new StdoutLine.Said(new Progress(120, OptionalDouble.of(0.43), 88)));
    assertThat(StdoutLine.parse("@edgewise   step=0  colour=red x"))
        .isEqualTo(new StdoutLine.Said(new Progress(0, OptionalDouble.empty(), 0)));
    assertThat(StdoutLine.parse("@edgewise step=1 loss=nan samples_per_second=-3"))
        .isEqualTo(new StdoutLine.Said(new Progress(1, OptionalDouble.empty(), 0)));
  }

  @Test
  void checkpoints_are_read_and_their_names_have_no_folders() {
    assertThat(StdoutLine.parse("@edgewise checkpoint=step120.pt step=120"))
        .isEqualTo(new StdoutLine.Checkpointed(120, "step120.pt"));
    assertThat(StdoutLine.parse("@edgewise checkpoint=../../etc/passwd step=120"))
        .isInstanceOf(StdoutLine.Text.class);
  }

  @Test
  void whatever_cannot_be_read_is_text() {
    for (String line :
        List.of(
            "",
            "@edgewise",
            "@edgewise ",
            "@edgewise step=",
            "@edgewise step=-1",
            "@edgewise step=99999999999999999999",
            "@edgewise step=1e3",
            " @edgewise step=1",
            "loss=3")) {
      assertThat(StdoutLine.parse(line)).isEqualTo(new StdoutLine.Text(line));
    }
  }

  @Test
  void no_line_breaks_it() {
    Random random = new Random(11);
    String parts = "@edgewise step= loss=checkpoint=0123456789.-+eE=nanInfinity\u0000\u00e4\ud83d ";
    for (int round = 0; round < 50_000; round++) {
      StringBuilder line = new StringBuilder(random.nextBoolean() ? "@edgewise " : "");
      int pieces = random.nextInt(12);
      for (int i = 0; i < pieces; i++) {
        int from = random.nextInt(parts.length());
        line.append(parts, from, Math.min(parts.length(), from + random.nextInt(9)));
      }
      assertThat(StdoutLine.parse(line.toString())).isNotNull();
    }
  }
}
