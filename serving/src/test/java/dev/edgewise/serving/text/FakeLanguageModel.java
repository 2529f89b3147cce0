package dev.edgewise.serving.text;

import dev.edgewise.core.model.LanguageModel;
import dev.edgewise.core.model.LanguageSession;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A language model that is none: its tokens are bytes, and what comes next is given by a hash of
 * all before, so that whoever feeds it anything else than the text gets another text. Token 0 ends.
 */
final class FakeLanguageModel implements LanguageModel {
  static final int BYTES = 256;
  private static final int SLICE = 8;
  private static final int WRITTEN = 1_000;

  private final int longest;
  private final boolean states;

  /** Every session that was opened. */
  final List<FakeSession> sessions = new ArrayList<>();

  /** What was fed, over all sessions. */
  int fed;

  boolean closed;

  FakeLanguageModel(int longest, boolean states) {
    this.longest = longest;
    this.states = states;
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public int longest() {
    return longest;
  }

  @Override
  public int vocabulary() {
    return BYTES;
  }

  @Override
  public long memoryBytes() {
    return 1_000;
  }

  @Override
  public long sessionBytes(int capacity) {
    return capacity;
  }

  @Override
  public Optional<String> stateFormat() {
    return states ? Optional.of("fake/1") : Optional.empty();
  }

  @Override
  public int[] tokens(String text, boolean begins, boolean marks) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int[] tokens = new int[utf8.length];
    for (int i = 0; i < utf8.length; i++) {
      tokens[i] = Byte.toUnsignedInt(utf8[i]);
    }
    return tokens;
  }

  @Override
  public byte[] piece(int token) {
    return token == 0 ? new byte[0] : new byte[] {(byte) token};
  }

  @Override
  public boolean ends(int token) {
    return token == 0;
  }

  @Override
  public Optional<String> conversation(List<Said> said) {
    return Optional.empty();
  }

  @Override
  public LanguageSession open(int capacity) {
    FakeSession session = new FakeSession(capacity);
    sessions.add(session);
    return session;
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Letters, mostly; an end now and then. */
  static float[] logitsAfter(int[] tokens) {
    Random random = new Random(Arrays.hashCode(tokens));
    float[] logits = new float[BYTES];
    Arrays.fill(logits, -1_000);
    for (int letter = 'a'; letter <= 'z'; letter++) {
      logits[letter] = random.nextFloat() * 4;
    }
    logits[' '] = 3;
    if (tokens.length > 60 && random.nextInt(20) == 0) {
      logits[0] = 9;
    }
    return logits;
  }

  final class FakeSession implements LanguageSession {
    private final int capacity;
    int[] held = {};
    private boolean choosable;
    boolean freed;

    FakeSession(int capacity) {
      this.capacity = capacity;
    }

    @Override
    public int capacity() {
      return capacity;
    }

    @Override
    public int length() {
      return held.length;
    }

    @Override
    public int slice() {
      return SLICE;
    }

    @Override
    public void feed(int[] tokens, int from, int to, boolean choose) {
      if (to - from < 1 || to - from > SLICE || held.length + to - from > capacity || freed) {
        throw new IllegalArgumentException("fed " + from + " to " + to);
      }
      int before = held.length;
      held = Arrays.copyOf(held, before + to - from);
      System.arraycopy(tokens, from, held, before, to - from);
      fed += to - from;
      choosable = choose;
    }

    @Override
    public void follow(int token, boolean choose) {
      if (held.length == capacity || freed) {
        throw new IllegalArgumentException("followed " + token);
      }
      held = Arrays.copyOf(held, held.length + 1);
      // Another number than for a token that was read: as with real ones, the bits differ.
      held[held.length - 1] = WRITTEN + token;
      fed++;
      choosable = choose;
    }

    @Override
    public void logits(float[] into) {
      if (!choosable) {
        throw new IllegalStateException("nothing to choose from");
      }
      System.arraycopy(logitsAfter(held), 0, into, 0, into.length);
    }

    @Override
    public void cut(int length) {
      held = Arrays.copyOf(held, length);
      choosable = false;
    }

    @Override
    public long stateSize() {
      return (long) held.length * Integer.BYTES;
    }

    @Override
    public ByteBuffer state() {
      ByteBuffer state = ByteBuffer.allocate(held.length * Integer.BYTES);
      state.asIntBuffer().put(held);
      return state;
    }

    @Override
    public void restore(ByteBuffer state, int length) {
      if (state.remaining() != length * Integer.BYTES || length > capacity) {
        throw new IllegalArgumentException("no state of " + length + " tokens");
      }
      held = new int[length];
      state.asIntBuffer().get(held);
    }

    @Override
    public void close() {
      freed = true;
    }
  }
}
