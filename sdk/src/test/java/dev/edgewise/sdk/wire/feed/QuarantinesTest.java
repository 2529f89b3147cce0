package dev.edgewise.sdk.wire.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.edgewise.core.Quarantine.Stage;
import dev.edgewise.proto.v1.Quarantine;
import dev.edgewise.proto.v1.QuarantineStage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class QuarantinesTest {
  private static Quarantine.Builder of(String service, QuarantineStage stage) {
    return Quarantine.newBuilder().setService(service).setStage(stage).setBecause("it\nfailed");
  }

  @Test
  void what_an_orchestrator_says_is_read() {
    assertThat(
            Quarantines.read(
                List.of(
                    of("a", QuarantineStage.QUARANTINE_STAGE_CLOSED)
                        .setUntil(Timestamp.newBuilder().setSeconds(7))
                        .build(),
                    of("b", QuarantineStage.QUARANTINE_STAGE_ASKED).build())))
        .containsExactly(
            new dev.edgewise.core.Quarantine(
                "a", Stage.CLOSED, Optional.of(Instant.ofEpochSecond(7)), "it failed"),
            new dev.edgewise.core.Quarantine("b", Stage.ASKED, Optional.empty(), "it failed"));
  }

  @Test
  void what_makes_no_sense_is_left_out_and_there_are_only_so_many() {
    List<Quarantine> entries = new ArrayList<>();
    entries.add(of("", QuarantineStage.QUARANTINE_STAGE_CLOSED).build());
    entries.add(of("newer", QuarantineStage.QUARANTINE_STAGE_UNSPECIFIED).build());
    entries.add(of("x".repeat(513), QuarantineStage.QUARANTINE_STAGE_CLOSED).build());
    entries.add(
        of("a", QuarantineStage.QUARANTINE_STAGE_CLOSED)
            .setUntil(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
            .build());
    entries.add(of("a", QuarantineStage.QUARANTINE_STAGE_TRIAL).build());
    assertThat(Quarantines.read(entries))
        .singleElement()
        .satisfies(
            only -> {
              assertThat(only.stage()).isEqualTo(Stage.CLOSED);
              assertThat(only.until()).isEmpty();
            });
    for (int i = 0; i < 1_000; i++) {
      entries.add(of("s" + i, QuarantineStage.QUARANTINE_STAGE_TRIAL).build());
    }
    assertThat(Quarantines.read(entries)).hasSize(Quarantines.MOST);
  }
}
