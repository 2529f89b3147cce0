package dev.edgewise.sdk.wire;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.proto.v1.GenerationCheckpoint;
import dev.edgewise.proto.v1.GenerationChunk;
import dev.edgewise.proto.v1.RunEvent;
import dev.edgewise.proto.v1.RunRequest;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.link.Resumption;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The messages of {@code edgewise.v1.Generations/Run}, for both ends; what is read is checked. */
public final class RunFrames {
  /** Full name of the method that carries generations. */
  public static final String METHOD = "edgewise.v1.Generations/Run";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private RunFrames() {}

  /**
   * What a caller asks for.
   *
   * @param method full name
   * @param request the encoded request message
   */
  public record Order(String method, Message request, Resumption generation) {
    public Order {
      requireNonNull(method, "method");
      requireNonNull(request, "request");
      requireNonNull(generation, "generation");
    }
  }

  /** What comes back. */
  public sealed interface Event {
    /**
     * A chunk.
     *
     * @param number from 1, over all nodes
     * @param item the encoded item
     */
    record Chunk(long number, Message item) implements Event {
      public Chunk {
        requireNonNull(item, "item");
      }
    }

    /** A place from which it could go on. */
    record Stood(Checkpoint checkpoint) implements Event {
      public Stood {
        requireNonNull(checkpoint, "checkpoint");
      }
    }
  }

  /** The message that asks for a generation; without its checkpoint where that does not fit. */
  static Message order(Request request, Resumption generation) {
    RunRequest.Builder order =
        RunRequest.newBuilder()
            .setMethod(request.method())
            .setRequest(bytes(request.body()))
            .setGeneration(generation.id())
            .setEpoch(generation.epoch())
            .setSeed(generation.seed());
    long size = request.body().size();
    for (Message chunk : generation.emitted()) {
      order.addEmitted(bytes(chunk));
      size += chunk.size() + Resumption.BYTES_BESIDE;
    }
    Optional<Checkpoint> checkpoint = generation.checkpoint();
    if (checkpoint.isPresent()
        && size + checkpoint.get().state().remaining() <= Resumption.MOST_BYTES) {
      order.setCheckpoint(toProto(checkpoint.get()));
    }
    return Message.of(order.build().toByteArray());
  }

  /**
   * Reads what a caller asks for.
   *
   * @throws MalformedMessage when it cannot be read, or breaks a rule
   */
  public static Order order(Message message) {
    RunRequest order;
    try {
      order = RunRequest.parseFrom(message.contiguous());
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedMessage("a message that is no edgewise.v1.RunRequest", e);
    }
    if (!ID.matcher(order.getGeneration()).matches()) {
      throw new MalformedMessage(
          "a generation whose name is none (expected: 1 to 64 letters, digits, dots, dashes or"
              + " underscores)");
    }
    if (order.getEpoch() < 1) {
      throw new MalformedMessage("an epoch of a generation that is not 1 or more");
    }
    List<Message> emitted = order.getEmittedList().stream().map(RunFrames::message).toList();
    return new Order(
        order.getMethod(),
        message(order.getRequest()),
        new Resumption(
            order.getGeneration(),
            order.getEpoch(),
            order.getSeed(),
            emitted,
            // One that is none is as good as none: all is computed again.
            order.hasCheckpoint() ? fromProto(order.getCheckpoint()) : Optional.empty()));
  }

  /** The event of a chunk. */
  public static Message chunk(long number, Message item) {
    return Message.of(
        RunEvent.newBuilder()
            .setChunk(GenerationChunk.newBuilder().setNumber(number).setItem(bytes(item)))
            .build()
            .toByteArray());
  }

  /** The event of a checkpoint. */
  public static Message checkpoint(Checkpoint checkpoint) {
    return Message.of(
        RunEvent.newBuilder().setCheckpoint(toProto(checkpoint)).build().toByteArray());
  }

  /**
   * Reads an event; empty for a checkpoint that is none, and for kinds of later versions.
   *
   * @throws MalformedMessage when it cannot be read
   */
  static Optional<Event> event(Message message) {
    RunEvent event;
    try {
      event = RunEvent.parseFrom(message.contiguous());
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedMessage("a message that is no edgewise.v1.RunEvent", e);
    }
    return switch (event.getKindCase()) {
      case CHUNK ->
          Optional.of(
              new Event.Chunk(event.getChunk().getNumber(), message(event.getChunk().getItem())));
      case CHECKPOINT -> fromProto(event.getCheckpoint()).map(Event.Stood::new);
      case KIND_NOT_SET -> Optional.empty();
    };
  }

  private static GenerationCheckpoint toProto(Checkpoint checkpoint) {
    return GenerationCheckpoint.newBuilder()
        .setKey(checkpoint.key())
        .setStep(checkpoint.step())
        .setChunks(checkpoint.chunks())
        .setCostNanos(Math.max(0, checkpoint.cost().toNanos()))
        .setStateDigest(checkpoint.stateDigest())
        .setState(UnsafeByteOperations.unsafeWrap(checkpoint.state()))
        .build();
  }

  private static Optional<Checkpoint> fromProto(GenerationCheckpoint read) {
    boolean fit =
        HASH.matcher(read.getKey()).matches()
            && HASH.matcher(read.getStateDigest()).matches()
            && read.getStep() >= 0
            && read.getChunks() >= 0
            && read.getCostNanos() >= 0
            && read.getState().size() <= Checkpoint.MOST_IN_BAND;
    return fit
        ? Optional.of(
            new Checkpoint(
                read.getKey(),
                read.getStep(),
                read.getChunks(),
                Duration.ofNanos(read.getCostNanos()),
                read.getStateDigest(),
                read.getState().asReadOnlyByteBuffer()))
        : Optional.empty();
  }

  private static ByteString bytes(Message message) {
    return UnsafeByteOperations.unsafeWrap(message.contiguous());
  }

  private static Message message(ByteString bytes) {
    return Message.of(bytes.asReadOnlyByteBuffer());
  }
}
