package dev.edgewise.sdk.wire;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Accelerator;
import dev.edgewise.core.CallReport;
import dev.edgewise.core.LaneLoad;
import dev.edgewise.core.Load;
import dev.edgewise.core.Site;
import dev.edgewise.core.Trust;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Translates the vocabulary to and from the protocol's messages. What comes from outside is
 * checked, and missing parts mean "unknown".
 */
public final class Protos {
  private static final long NANOS_PER_MICRO = 1_000;

  /** Longer names of methods are nobody's. */
  private static final int MAX_METHOD = 512;

  private Protos() {}

  /** A tier as the protocol has it. */
  public static dev.edgewise.proto.v1.Tier toProto(Tier tier) {
    return switch (tier) {
      case EDGE -> dev.edgewise.proto.v1.Tier.TIER_EDGE;
      case CLOUD -> dev.edgewise.proto.v1.Tier.TIER_CLOUD;
    };
  }

  /** A tier; empty when unspecified or unknown. */
  public static Optional<Tier> fromProto(dev.edgewise.proto.v1.Tier tier) {
    return switch (tier) {
      case TIER_EDGE -> Optional.of(Tier.EDGE);
      case TIER_CLOUD -> Optional.of(Tier.CLOUD);
      case TIER_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  /** A label as the protocol has it. */
  public static dev.edgewise.proto.v1.Label toProto(Label label) {
    return switch (label) {
      case PUBLIC -> dev.edgewise.proto.v1.Label.LABEL_PUBLIC;
      case INTERNAL -> dev.edgewise.proto.v1.Label.LABEL_INTERNAL;
      case CONFIDENTIAL -> dev.edgewise.proto.v1.Label.LABEL_CONFIDENTIAL;
      case LOCAL_ONLY -> dev.edgewise.proto.v1.Label.LABEL_LOCAL_ONLY;
    };
  }

  /** A label; empty when unspecified or unknown. */
  public static Optional<Label> fromProto(dev.edgewise.proto.v1.Label label) {
    return switch (label) {
      case LABEL_PUBLIC -> Optional.of(Label.PUBLIC);
      case LABEL_INTERNAL -> Optional.of(Label.INTERNAL);
      case LABEL_CONFIDENTIAL -> Optional.of(Label.CONFIDENTIAL);
      case LABEL_LOCAL_ONLY -> Optional.of(Label.LOCAL_ONLY);
      case LABEL_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  /** A label as headers and people write it: {@code local-only}. */
  public static String labelText(Label label) {
    return switch (label) {
      case PUBLIC -> "public";
      case INTERNAL -> "internal";
      case CONFIDENTIAL -> "confidential";
      case LOCAL_ONLY -> "local-only";
    };
  }

  /** The label of a header; empty when it is unknown, which is refused and never guessed. */
  public static Optional<Label> labelFrom(String text) {
    return switch (text) {
      case "public" -> Optional.of(Label.PUBLIC);
      case "internal" -> Optional.of(Label.INTERNAL);
      case "confidential" -> Optional.of(Label.CONFIDENTIAL);
      case "local-only" -> Optional.of(Label.LOCAL_ONLY);
      default -> Optional.empty();
    };
  }

  /** A site as the protocol has it. */
  public static dev.edgewise.proto.v1.Site toProto(Site site) {
    return dev.edgewise.proto.v1.Site.newBuilder()
        .setName(site.name())
        .setTrust(
            switch (site.trust()) {
              case OWN -> dev.edgewise.proto.v1.Trust.TRUST_OWN;
              case TRUSTED -> dev.edgewise.proto.v1.Trust.TRUST_TRUSTED;
              case SHARED -> dev.edgewise.proto.v1.Trust.TRUST_SHARED;
            })
        .build();
  }

  /**
   * A site; one whose trust is not said is taken for shared, the least.
   *
   * @throws IllegalArgumentException when its name is none
   */
  public static Site fromProto(dev.edgewise.proto.v1.Site site) {
    return new Site(
        site.getName(),
        switch (site.getTrust()) {
          case TRUST_OWN -> Trust.OWN;
          case TRUST_TRUSTED -> Trust.TRUSTED;
          case TRUST_SHARED, TRUST_UNSPECIFIED, UNRECOGNIZED -> Trust.SHARED;
        });
  }

  /** An accelerator as the protocol has it. */
  public static dev.edgewise.proto.v1.Accelerator toProto(Accelerator accelerator) {
    return dev.edgewise.proto.v1.Accelerator.newBuilder()
        .setKind(accelerator.kind())
        .setModel(accelerator.model())
        .setMemoryBytes(accelerator.memoryBytes())
        .setDeclared(accelerator.declared())
        .build();
  }

  /**
   * An accelerator.
   *
   * @throws IllegalArgumentException when it breaks a limit
   */
  public static Accelerator fromProto(dev.edgewise.proto.v1.Accelerator accelerator) {
    return new Accelerator(
        accelerator.getKind(),
        accelerator.getModel(),
        accelerator.getMemoryBytes(),
        accelerator.getDeclared());
  }

  /**
   * What a node has. What makes no sense is left out, and so is all beyond {@link
   * Accelerator#MOST}: less is believed of a stranger, never more.
   */
  public static List<Accelerator> accelerators(
      List<dev.edgewise.proto.v1.Accelerator> accelerators) {
    return accelerators.stream().limit(Accelerator.MOST).flatMap(Protos::readable).toList();
  }

  /** One that cannot be named is none that a call could ask for. */
  private static Stream<Accelerator> readable(dev.edgewise.proto.v1.Accelerator accelerator) {
    try {
      return Stream.of(fromProto(accelerator));
    } catch (IllegalArgumentException e) {
      return Stream.empty();
    }
  }

  /** A load report as the protocol has it. */
  public static dev.edgewise.proto.v1.Load toProto(Load load) {
    dev.edgewise.proto.v1.Load.Builder proto = dev.edgewise.proto.v1.Load.newBuilder();
    for (LaneLoad lane : load.lanes()) {
      proto.addLanes(
          dev.edgewise.proto.v1.LaneLoad.newBuilder()
              .setMethod(lane.method())
              .setWaiting(lane.waiting())
              .setRoom(lane.room())
              .setWaitMicros(micros(lane.startsIn()))
              .setBatchMicros(micros(lane.batch()))
              .setMarginalMicros(micros(lane.marginal()))
              .setAloneMicros(micros(lane.alone()))
              .setLoadMicros(micros(lane.load())));
    }
    return proto
        .setInFlight(load.inFlight())
        .setQueued(load.queued())
        .setSlots(load.slots())
        .setMeanServiceMicros(micros(load.meanService()))
        .setDraining(load.draining())
        .setEpoch(load.epoch())
        .build();
  }

  /** A load report; numbers that make no sense are brought into range. */
  public static Load fromProto(dev.edgewise.proto.v1.Load load) {
    return new Load(
        Math.max(0, load.getInFlight()),
        Math.max(0, load.getQueued()),
        Math.max(1, load.getSlots()),
        duration(load.getMeanServiceMicros()),
        load.getDraining(),
        load.getEpoch(),
        lanes(load.getLanesList()));
  }

  /** Most nodes have none, and each answer brings them. */
  private static List<LaneLoad> lanes(List<dev.edgewise.proto.v1.LaneLoad> lanes) {
    return lanes.isEmpty()
        ? List.of()
        : lanes.stream()
            .filter(lane -> lane.getMethod().length() <= MAX_METHOD)
            .limit(Load.MAX_LANES)
            .map(Protos::fromProto)
            .toList();
  }

  private static LaneLoad fromProto(dev.edgewise.proto.v1.LaneLoad lane) {
    return new LaneLoad(
        lane.getMethod(),
        Math.max(0, lane.getWaiting()),
        Math.max(0, lane.getRoom()),
        duration(lane.getWaitMicros()),
        duration(lane.getBatchMicros()),
        duration(lane.getMarginalMicros()),
        duration(lane.getAloneMicros()),
        duration(lane.getLoadMicros()));
  }

  /** A call report as the protocol has it. */
  public static dev.edgewise.proto.v1.CallReport toProto(CallReport report) {
    return dev.edgewise.proto.v1.CallReport.newBuilder()
        .setLoad(toProto(report.load()))
        .setQueueMicros(micros(report.queueTime()))
        .setServiceMicros(micros(report.serviceTime()))
        .build();
  }

  /** A call report; numbers that make no sense are brought into range. */
  public static CallReport fromProto(dev.edgewise.proto.v1.CallReport report) {
    return new CallReport(
        fromProto(report.getLoad()),
        duration(report.getQueueMicros()),
        duration(report.getServiceMicros()));
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / NANOS_PER_MICRO;
  }

  private static Duration duration(long micros) {
    // An hour is more than any call may take: what claims more is nonsense, and must not overflow
    // later.
    long most = Duration.ofHours(1).toNanos() / NANOS_PER_MICRO;
    return Duration.ofNanos(Math.max(0, Math.min(micros, most)) * NANOS_PER_MICRO);
  }
}
