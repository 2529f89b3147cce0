package dev.edgewise.sdk.spi.model;

import dev.edgewise.sdk.spi.WireReader;
import java.time.Duration;
import java.util.Optional;

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
    }

    @Override
    ServingProfile parse(WireReader in) {
      String digest = "";
      Optional<Batching> batching = Optional.empty();
      Optional<AcceleratorTerms> accelerator = Optional.empty();
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.LENGTH_DELIMITED -> digest = in.string();
          case 2 << 3 | WireReader.LENGTH_DELIMITED ->
              batching = Optional.of(in.message(ModelCodecs.BATCHING));
          case 3 << 3 | WireReader.LENGTH_DELIMITED ->
              accelerator = Optional.of(in.message(ModelCodecs.ACCELERATOR_TERMS));
          default -> in.skip(tag);
        }
      }
      return new ServingProfile(digest, batching, accelerator).complete();
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
