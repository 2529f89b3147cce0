package dev.edgewise.serving.text;

import dev.edgewise.core.model.StateFormat;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * What a model has in its memory of a text, to go on without reading it again.
 *
 * @param tokens that are in it
 * @param size bytes of it
 * @param bytes of it, made when somebody wants them
 */
record KeptState(int tokens, long size, Supplier<ByteBuffer> bytes) {
  /** Behind the number of tokens, what the engine wrote. */
  record Format(String engine) implements StateFormat<KeptState> {
    @Override
    public String name() {
      return "text/1:" + engine;
    }

    @Override
    public long size(KeptState state) {
      return Integer.BYTES + state.size();
    }

    @Override
    public ByteBuffer write(KeptState state) {
      ByteBuffer bytes = state.bytes().get();
      return ByteBuffer.allocate(Integer.BYTES + bytes.remaining())
          .putInt(state.tokens())
          .put(bytes.duplicate())
          .flip();
    }

    @Override
    public KeptState read(ByteBuffer bytes) {
      ByteBuffer in = bytes.duplicate();
      if (in.remaining() <= Integer.BYTES) {
        throw new IllegalArgumentException("a state of " + in.remaining() + " bytes");
      }
      int tokens = in.getInt();
      if (tokens < 1) {
        throw new IllegalArgumentException("a state of " + tokens + " tokens");
      }
      ByteBuffer rest = in.slice();
      return new KeptState(tokens, rest.remaining(), rest::duplicate);
    }
  }
}
