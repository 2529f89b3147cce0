package dev.edgewise.sdk.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.CallReport;
import dev.edgewise.core.LaneLoad;
import dev.edgewise.core.Load;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import java.time.Duration;
import java.util.Collections;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ProtosTest {
  private final Random random = new Random(11);

  @Test
  void theVocabularySurvivesTheWay() {
    for (Tier tier : Tier.values()) {
      assertThat(Protos.fromProto(Protos.toProto(tier))).contains(tier);
    }
    for (Label label : Label.values()) {
      assertThat(Protos.fromProto(Protos.toProto(label))).contains(label);
      assertThat(Protos.labelFrom(Protos.labelText(label))).contains(label);
    }
    for (Trust trust : Trust.values()) {
      Site site = new Site("shop-1", trust);
      assertThat(Protos.fromProto(Protos.toProto(site))).isEqualTo(site);
    }
    for (int i = 0; i < 1_000; i++) {
      CallReport report = new CallReport(load(), micros(), micros());
      assertThat(Protos.fromProto(Protos.toProto(report))).isEqualTo(report);
    }
  }

  @Test
  void whatIsUnknownIsNeverGuessed() {
    assertThat(Protos.labelFrom("secret")).isEmpty();
    assertThat(Protos.labelFrom("Public")).isEmpty();
    assertThat(Protos.fromProto(dev.edgewise.proto.v1.Tier.UNRECOGNIZED)).isEmpty();
    assertThat(Protos.fromProto(dev.edgewise.proto.v1.Label.LABEL_UNSPECIFIED)).isEmpty();
    assertThat(Protos.fromProto(dev.edgewise.proto.v1.Site.newBuilder().setName("a").build()))
        .isEqualTo(new Site("a", Trust.SHARED));
    assertThatThrownBy(() -> Protos.fromProto(dev.edgewise.proto.v1.Site.getDefaultInstance()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void numbersThatMakeNoSenseAreBroughtIntoRange() {
    for (int i = 0; i < 1_000; i++) {
      Load load =
          Protos.fromProto(
              dev.edgewise.proto.v1.Load.newBuilder()
                  .setInFlight(random.nextInt())
                  .setQueued(random.nextInt())
                  .setSlots(random.nextInt())
                  .setMeanServiceMicros(random.nextLong())
                  .addAllLanes(Collections.nCopies(random.nextInt(40), nonsense()))
                  .build());
      assertThat(load.slots()).isPositive();
      assertThat(load.lanes()).hasSizeLessThanOrEqualTo(Load.MAX_LANES);
      assertThat(load.meanService()).isBetween(Duration.ZERO, Duration.ofHours(1));
    }
  }

  private dev.edgewise.proto.v1.LaneLoad nonsense() {
    return dev.edgewise.proto.v1.LaneLoad.newBuilder()
        .setMethod("m".repeat(random.nextInt(1_000)))
        .setWaiting(random.nextInt())
        .setRoom(random.nextInt())
        .setWaitMicros(random.nextLong())
        .setBatchMicros(random.nextLong())
        .setMarginalMicros(random.nextLong())
        .setAloneMicros(random.nextLong())
        .setLoadMicros(random.nextLong())
        .build();
  }

  private Load load() {
    return new Load(
        random.nextInt(1_000),
        random.nextInt(1_000),
        1 + random.nextInt(64),
        micros(),
        random.nextBoolean(),
        random.nextLong(),
        Stream.generate(this::lane).limit(random.nextInt(Load.MAX_LANES + 1)).toList());
  }

  private LaneLoad lane() {
    return new LaneLoad(
        "a.v1.A/m" + random.nextInt(),
        random.nextInt(100),
        random.nextInt(100),
        micros(),
        micros(),
        micros(),
        micros(),
        micros());
  }

  private Duration micros() {
    return Duration.ofNanos(1_000L * random.nextInt(3_000_000));
  }
}
