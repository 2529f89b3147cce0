package dev.edgewise.engines.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.LanguageSession;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.ByteBuffer;

/**
 * A context of llama.cpp with one text in it.
 *
 * <p>The library multiplies a single column by other code than several, and the sums differ in
 * their last bits, which changes greedy texts after some dozens of tokens. So a prompt is never fed
 * one token alone: the last one of a slice goes twice, the second time as a text of its own that is
 * forgotten at once. And what was written token by token is followed token by token by whoever goes
 * on with it.
 */
final class LlamaSession implements LanguageSession {
  /** Tokens of one run: as many as others may have to wait for. */
  private static final int SLICE = 64;

  /** The text, and the one that a single token is a part of too. */
  private static final int SEQUENCES = 2;

  private static final int TEXT = 0;
  private static final int TWIN = 1;

  private final LlamaModel model;
  private final NativeLlama llama;
  private final MemorySegment context;
  private final int capacity;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment batch = arena.allocate(NativeLlama.BATCH);
  private final MemorySegment tokens = arena.allocate(JAVA_INT, SLICE);
  private final MemorySegment positions = arena.allocate(JAVA_INT, SLICE);
  private final MemorySegment sequenceCounts = arena.allocate(JAVA_INT, SLICE);
  private final MemorySegment sequences = arena.allocate(ADDRESS, SLICE);
  private final MemorySegment wanted = arena.allocate(JAVA_BYTE, SLICE);
  private final MemorySegment text = arena.allocateFrom(JAVA_INT, TEXT);
  private final MemorySegment twin = arena.allocateFrom(JAVA_INT, TWIN);
  private int length;

  /** Which row of the last run has the logits, or -1. */
  private int chosen = -1;

  private boolean closed;

  private LlamaSession(LlamaModel model, NativeLlama llama, MemorySegment context, int capacity) {
    this.model = model;
    this.llama = llama;
    this.context = context;
    this.capacity = capacity;
    for (int i = 0; i < SLICE; i++) {
      sequenceCounts.setAtIndex(JAVA_INT, i, 1);
    }
    batch.set(ADDRESS, NativeLlama.offset(NativeLlama.BATCH, "token"), tokens);
    batch.set(ADDRESS, NativeLlama.offset(NativeLlama.BATCH, "pos"), positions);
    batch.set(ADDRESS, NativeLlama.offset(NativeLlama.BATCH, "n_seq_id"), sequenceCounts);
    batch.set(ADDRESS, NativeLlama.offset(NativeLlama.BATCH, "seq_id"), sequences);
    batch.set(ADDRESS, NativeLlama.offset(NativeLlama.BATCH, "logits"), wanted);
  }

  static LlamaSession open(
      LlamaModel model, NativeLlama llama, MemorySegment weights, int threads, int capacity) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params =
          (MemorySegment) llama.contextDefaultParams.invokeExact((SegmentAllocator) arena);
      // One more, since a single token takes two places for a moment.
      set(params, "n_ctx", capacity + 1);
      set(params, "n_batch", SLICE);
      set(params, "n_ubatch", SLICE);
      set(params, "n_seq_max", SEQUENCES);
      set(params, "n_threads", threads);
      set(params, "n_threads_batch", threads);
      params.set(JAVA_BOOLEAN, NativeLlama.offset(NativeLlama.CONTEXT_PARAMS, "no_perf"), true);
      MemorySegment context = (MemorySegment) llama.contextInit.invokeExact(weights, params);
      if (context.equals(MemorySegment.NULL)) {
        throw EdgewiseException.of(
            ErrorCode.NO_MODEL_MEMORY,
            "Model \""
                + model.name()
                + "\" has no memory for a text of "
                + capacity
                + " tokens, about "
                + (model.sessionBytes(capacity) >> 20)
                + " MiB ("
                + llama.complaints.takeLast()
                + "). Let texts be shorter, or fewer at a time.");
      }
      return new LlamaSession(model, llama, context, capacity);
    } catch (Throwable e) {
      throw Failure.of(e);
    }
  }

  private static void set(MemorySegment params, String field, int value) {
    params.set(JAVA_INT, NativeLlama.offset(NativeLlama.CONTEXT_PARAMS, field), value);
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public int slice() {
    return SLICE;
  }

  @Override
  public void feed(int[] from, int begin, int end, boolean choose) {
    int count = end - begin;
    if (begin < 0 || end > from.length || count < 1 || count > SLICE || count > capacity - length) {
      throw new IllegalArgumentException(
          "tokens: %d to %d of %d (expected: 1 to %d, and no more than the %d of %d that are free)"
              .formatted(begin, end, from.length, SLICE, capacity - length, capacity));
    }
    known();
    for (int i = 0; i < count; i++) {
      int token = from[begin + i];
      model.checkToken(token);
      put(i, token, length + i, text, choose && i == count - 1);
    }
    if (count == 1) {
      put(1, from[begin], length, twin, false);
      run(2);
      remove(TWIN, -1);
    } else {
      run(count);
    }
    length += count;
    chosen = choose ? count - 1 : -1;
  }

  @Override
  public void follow(int token, boolean choose) {
    if (length == capacity) {
      throw new IllegalArgumentException("a token (expected: none, all " + capacity + " are held)");
    }
    known();
    model.checkToken(token);
    put(0, token, length, text, choose);
    run(1);
    length++;
    chosen = choose ? 0 : -1;
  }

  private void put(int at, int token, int position, MemorySegment sequence, boolean choose) {
    tokens.setAtIndex(JAVA_INT, at, token);
    positions.setAtIndex(JAVA_INT, at, position);
    sequences.setAtIndex(ADDRESS, at, sequence);
    wanted.set(JAVA_BYTE, at, (byte) (choose ? 1 : 0));
  }

  private void run(int columns) {
    batch.set(JAVA_INT, 0, columns);
    chosen = -1;
    int answer;
    try {
      answer = (int) llama.decode.invokeExact(context, batch);
    } catch (Throwable e) {
      throw Failure.of(e);
    }
    if (answer != 0) {
      throw new IllegalStateException(
          "model \""
              + model.name()
              + "\" could not read on: llama_decode gave "
              + answer
              + " ("
              + llama.complaints.takeLast()
              + ")");
    }
  }

  @Override
  public void logits(float[] into) {
    known();
    if (chosen < 0 || into.length != model.vocabulary()) {
      throw new IllegalStateException(
          "logits for "
              + into.length
              + " tokens (expected: "
              + model.vocabulary()
              + ", after feed with choose)");
    }
    try {
      MemorySegment row = (MemorySegment) llama.logits.invokeExact(context, chosen);
      if (row.equals(MemorySegment.NULL)) {
        throw new IllegalStateException("the library has no logits of its last run");
      }
      MemorySegment.copy(
          sized(row, (long) into.length * Float.BYTES), JAVA_FLOAT, 0, into, 0, into.length);
    } catch (Throwable e) {
      throw Failure.of(e);
    }
  }

  @SuppressWarnings("restricted")
  private static MemorySegment sized(MemorySegment pointer, long bytes) {
    return pointer.reinterpret(bytes);
  }

  @Override
  public void cut(int to) {
    known();
    if (to < 0 || to > length) {
      throw new IllegalArgumentException("length: " + to + " (expected: 0 to " + length + ")");
    }
    if (to < length) {
      remove(TEXT, to);
      length = to;
    }
    chosen = -1;
  }

  private void remove(int sequence, int fromPosition) {
    try {
      if (!(boolean) llama.remove.invokeExact(context, sequence, fromPosition, -1)) {
        throw new IllegalStateException("the library cannot forget a part of a text");
      }
    } catch (Throwable e) {
      throw Failure.of(e);
    }
  }

  @Override
  public long stateSize() {
    known();
    try {
      return (long) llama.stateSize.invokeExact(context, TEXT);
    } catch (Throwable e) {
      throw Failure.of(e);
    }
  }

  @Override
  public ByteBuffer state() {
    long size = stateSize();
    try (Arena confined = Arena.ofConfined()) {
      ByteBuffer state = ByteBuffer.allocate(Math.toIntExact(size));
      MemorySegment room = confined.allocate(size);
      long written = (long) llama.stateGet.invokeExact(context, room, size, TEXT);
      if (written != size) {
        throw new IllegalStateException("a state of " + written + " bytes instead of " + size);
      }
      MemorySegment.copy(room, 0, MemorySegment.ofBuffer(state), 0, size);
      return state;
    } catch (Throwable e) {
      throw Failure.of(e);
    }
  }

  @Override
  public void restore(ByteBuffer state, int tokens) {
    known();
    if (tokens < 1 || tokens > capacity) {
      throw new IllegalArgumentException(
          "length: " + tokens + " (expected: 1 to " + capacity + ")");
    }
    SequenceState.check(state, tokens, model.bytesPerToken());
    cut(0);
    try (Arena confined = Arena.ofConfined()) {
      MemorySegment room = confined.allocate(state.remaining());
      room.copyFrom(MemorySegment.ofBuffer(state.duplicate()));
      long read = (long) llama.stateSet.invokeExact(context, room, room.byteSize(), TEXT);
      if (read != room.byteSize()) {
        llama.clear.invokeExact(context);
        throw new IllegalArgumentException(
            "no state of this model (" + llama.complaints.takeLast() + ")");
      }
    } catch (Throwable e) {
      throw Failure.of(e);
    }
    length = tokens;
  }

  private void known() {
    if (closed) {
      throw new IllegalStateException("this session of " + model.name() + " is closed");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try (arena) {
        llama.contextFree.invokeExact(context);
      } catch (Throwable e) {
        throw Failure.of(e);
      }
    }
  }
}
