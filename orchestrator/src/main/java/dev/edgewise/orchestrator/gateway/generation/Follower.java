package dev.edgewise.orchestrator.gateway.generation;

import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.invoke.Items;
import dev.edgewise.sdk.spi.Message;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The chunks of a generation for one client. Closing it lets the generation go on, for as long as
 * the gateway waits for a client to come back. Reading is for one thread; the rest is thread-safe.
 */
public final class Follower implements Items<Message> {
  private final LiveGeneration generation;
  private final KeptGeneration.Reader reader;
  private volatile long number;

  Follower(LiveGeneration generation, KeptGeneration.Reader reader) {
    this.generation = generation;
    this.reader = reader;
    this.number = reader.next() - 1;
  }

  /** The id by which a client finds it again. */
  public String generation() {
    return generation.id();
  }

  /** Of the chunk that was read last, from 1; what the client has when it has read none yet. */
  public long number() {
    return number;
  }

  /** Where a client stands that has got what was read so far. */
  public Position position() {
    return new Position(generation.id(), number);
  }

  @Override
  public Optional<Message> next() throws InterruptedException {
    Optional<GenerationBook.Step.Chunk> chunk = generation.next(reader);
    chunk.ifPresent(taken -> number = taken.number());
    return chunk.map(GenerationBook.Step.Chunk::message);
  }

  @Override
  public String decisionId() {
    return generation.decisionId();
  }

  @Override
  public boolean isReady() {
    return generation.hasSomething(reader);
  }

  /** How the generation ended, whoever reads it. */
  @Override
  public CompletableFuture<Outcome<Long>> outcome() {
    return generation.outcome();
  }

  @Override
  public void close() {
    generation.leave(reader);
  }
}
