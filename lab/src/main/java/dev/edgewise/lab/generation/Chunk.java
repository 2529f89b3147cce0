package dev.edgewise.lab.generation;

import static java.util.Objects.requireNonNull;

/**
 * A chunk as a client got it.
 *
 * @param content what it holds, or a digest of that; two chunks are the same when this is
 * @param done how far the generation was with it, in steps or tokens
 * @param nanos when it came
 */
public record Chunk(String content, long done, long nanos) {
  public Chunk {
    requireNonNull(content, "content");
  }
}
