package dev.edgewise.sdk.spi.model;

import dev.edgewise.sdk.spi.WireReader;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** Codecs of how a caller wants to be served. */
final class ProfileCodecs {
  private static final long NANOS_PER_MICRO = 1_000;

  private ProfileCodecs() {}

  static final class OfProfile extends RecordCodec<ServingProfile> {
    OfProfile() {
      super("ServingProfile");
    }

    @Override
    void fields(ServingProfile value, FieldVisitor out) {
      out.text(1, value.digest());
      if (value.batching().isPresent()) {
        out.message(2, ModelCodecs.BATCHING, value.batching().get());
      }
      if (value.accelerator().isPresent()) {
        out.message(3, ModelCodecs.ACCELERATOR_TERMS, value.accelerator().get());
      }
      if (value.caching().isPresent()) {
        out.message(4, ModelCodecs.CACHING, value.caching().get());
      }
    }

    @Override
    ServingProfile parse(WireReader in) {
      String digest = "";
      Optional<Batching> batching = Optional.empty();
      Optional<AcceleratorTerms> accelerator = Optional.empty();
      Optional<Caching> caching = Optional.empty();
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.LENGTH_DELIMITED -> digest = in.string();
          case 2 << 3 | WireReader.LENGTH_DELIMITED ->
              batching = Optional.of(in.message(ModelCodecs.BATCHING));
          case 3 << 3 | WireReader.LENGTH_DELIMITED ->
              accelerator = Optional.of(in.message(ModelCodecs.ACCELERATOR_TERMS));
          case 4 << 3 | WireReader.LENGTH_DELIMITED ->
              caching = Optional.of(in.message(ModelCodecs.CACHING));
          default -> in.skip(tag);
        }
      }
      return new ServingProfile(digest, batching, accelerator, caching).complete();
    }
  }

  static final class OfAccelerator extends RecordCodec<AcceleratorTerms> {
    OfAccelerator() {
      super("AcceleratorTerms");
    }

    @Override
    void fields(AcceleratorTerms value, FieldVisitor out) {
      out.text(1, value.name());
      out.flag(2, value.required());
    }

    @Override
    AcceleratorTerms parse(WireReader in) {
      String name = "";
      boolean required = false;
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.LENGTH_DELIMITED -> name = in.string();
          case 2 << 3 | WireReader.VARINT -> required = in.bool();
          default -> in.skip(tag);
        }
      }
      return new AcceleratorTerms(name, required);
    }
  }

  static final class OfCaching extends RecordCodec<Caching> {
    OfCaching() {
      super("Caching");
    }

    @Override
    void fields(Caching value, FieldVisitor out) {
      out.number(1, value.memoryBytes());
      out.number(2, value.diskBytes());
      out.number(3, value.timeToLive().toSeconds());
      if (value.semantic()) {
        out.flag(4, true);
        out.presentFloat64(5, value.similarityThreshold());
        value.maxFalseHitRate().ifPresent(rate -> out.presentFloat64(6, rate));
      }
    }

    @Override
    Caching parse(WireReader in) {
      long memoryBytes = 0;
      long diskBytes = 0;
      long seconds = 0;
      boolean semantic = false;
      double threshold = Caching.DEFAULT_THRESHOLD;
      OptionalDouble maxFalseHitRate = OptionalDouble.empty();
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.VARINT -> memoryBytes = in.int64();
          case 2 << 3 | WireReader.VARINT -> diskBytes = in.int64();
          case 3 << 3 | WireReader.VARINT -> seconds = in.int64();
          case 4 << 3 | WireReader.VARINT -> semantic = in.bool();
          case 5 << 3 | WireReader.FIXED64 -> threshold = in.float64();
          case 6 << 3 | WireReader.FIXED64 -> maxFalseHitRate = OptionalDouble.of(in.float64());
          default -> in.skip(tag);
        }
      }
      return new Caching(
          memoryBytes,
          diskBytes,
          seconds == 0 ? Caching.DEFAULT_TIME_TO_LIVE : Duration.ofSeconds(seconds),
          semantic,
          threshold,
          maxFalseHitRate);
    }
  }

  static final class OfBatching extends RecordCodec<Batching> {
    OfBatching() {
      super("Batching");
    }

    @Override
    void fields(Batching value, FieldVisitor out) {
      out.number(1, value.maxBatchSize());
      out.number(2, value.timeout().toNanos() / NANOS_PER_MICRO);
      out.flag(3, value.shapeAware());
      out.flag(4, value.memoryAware());
    }

    @Override
    Batching parse(WireReader in) {
      int maxBatchSize = 0;
      long micros = 0;
      boolean shapeAware = false;
      boolean memoryAware = false;
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.VARINT -> maxBatchSize = in.int32();
          case 2 << 3 | WireReader.VARINT -> micros = in.int64();
          case 3 << 3 | WireReader.VARINT -> shapeAware = in.bool();
          case 4 << 3 | WireReader.VARINT -> memoryAware = in.bool();
          default -> in.skip(tag);
        }
      }
      long most = Batching.LONGEST.toNanos() / NANOS_PER_MICRO;
      if (micros < 0 || micros > most) {
        throw new IllegalArgumentException(
            "timeout_micros: " + micros + " (expected: 0 to " + most + ")");
      }
      return new Batching(
          maxBatchSize, Duration.ofNanos(micros * NANOS_PER_MICRO), shapeAware, memoryAware);
    }
  }
}
