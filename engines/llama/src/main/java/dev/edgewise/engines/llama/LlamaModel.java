package dev.edgewise.engines.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.LanguageModel;
import dev.edgewise.core.model.LanguageSession;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A model whose weights are mapped. */
final class LlamaModel implements LanguageModel {
  /** Of tokens: the binding's version decides on the layout of a state. */
  private static final String STATES = "llama.cpp-b4916-seq/1";

  private static final int LONGEST_TEXT = 400_000;
  private static final int HALF_PRECISION_BYTES = 2;

  /** Of a session without any token: graphs, and the logits of one. */
  private static final long SESSION_BYTES = 24L << 20;

  private final String name;
  private final NativeLlama llama;
  private final int threads;
  private final MemorySegment model;
  private final MemorySegment vocabulary;
  private final int size;
  private final int longest;
  private final long bytes;
  private final long bytesPerToken;

  private LlamaModel(String name, NativeLlama llama, int threads, MemorySegment model)
      throws Throwable {
    this.name = name;
    this.llama = llama;
    this.threads = threads;
    this.model = model;
    this.vocabulary = (MemorySegment) llama.modelVocab.invokeExact(model);
    this.size = (int) llama.vocabSize.invokeExact(vocabulary);
    this.longest = (int) llama.modelLongest.invokeExact(model);
    this.bytes = (long) llama.modelSize.invokeExact(model);
    this.bytesPerToken = perToken();
  }

  static LlamaModel load(String name, Path file, int threads, NativeLlama llama) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params =
          (MemorySegment) llama.modelDefaultParams.invokeExact((SegmentAllocator) arena);
      params.set(JAVA_BOOLEAN, NativeLlama.offset(NativeLlama.MODEL_PARAMS, "use_mmap"), true);
      params.set(JAVA_INT, NativeLlama.offset(NativeLlama.MODEL_PARAMS, "n_gpu_layers"), 0);
      String unused = llama.complaints.takeLast();
      MemorySegment model =
          (MemorySegment) llama.modelLoad.invokeExact(arena.allocateFrom(file.toString()), params);
      if (model.equals(MemorySegment.NULL)) {
        throw GgufFile.broken(name, "llama.cpp says: " + llama.complaints.takeLast());
      }
      try {
        return checked(new LlamaModel(name, llama, threads, model));
      } catch (Throwable e) {
        llama.modelFree.invokeExact(model);
        throw e;
      }
    } catch (Throwable e) {
      throw Failure.of(e);
    }
  }

  private static LlamaModel checked(LlamaModel loaded) throws Throwable {
    NativeLlama llama = loaded.llama;
    if ((boolean) llama.modelHasEncoder.invokeExact(loaded.model)
        || (boolean) llama.modelIsRecurrent.invokeExact(loaded.model)) {
      throw EdgewiseException.of(
          ErrorCode.BROKEN_MODEL,
          "Model \""
              + loaded.name
              + "\" is one with an encoder or a recurrent state; only decoders with attention"
              + " (Llama, Gemma, Qwen and their like) can be run.");
    }
    if (loaded.size < 1 || loaded.longest < 1) {
      throw GgufFile.broken(
          loaded.name,
          "it has " + loaded.size + " tokens, and a text may have " + loaded.longest + " of them");
    }
    return loaded;
  }

  /** Keys and values of one token in all layers. */
  private long perToken() throws Throwable {
    int layers = (int) llama.modelLayers.invokeExact(model);
    int heads = (int) llama.modelKeyValueHeads.invokeExact(model);
    int width =
        (int) llama.modelEmbedding.invokeExact(model)
            / Math.max(1, (int) llama.modelHeads.invokeExact(model));
    String family = meta("general.architecture").orElse("");
    int keys = number(family + ".attention.key_length").orElse(width);
    int values = number(family + ".attention.value_length").orElse(width);
    return (long) layers * heads * (keys + values) * HALF_PRECISION_BYTES;
  }

  private OptionalInt number(String key) throws Throwable {
    Optional<String> text = meta(key).filter(known -> known.matches("[0-9]{1,9}"));
    return text.isPresent() ? OptionalInt.of(Integer.parseInt(text.get())) : OptionalInt.empty();
  }

  private Optional<String> meta(String key) throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment room = arena.allocate(256);
      int length =
          (int) llama.modelMeta.invokeExact(model, arena.allocateFrom(key), room, room.byteSize());
      return length < 0 || length >= room.byteSize()
          ? Optional.empty()
          : Optional.of(room.getString(0));
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int longest() {
    return longest;
  }

  @Override
  public int vocabulary() {
    return size;
  }

  @Override
  public long memoryBytes() {
    return bytes;
  }

  @Override
  public long sessionBytes(int capacity) {
    return SESSION_BYTES + capacity * bytesPerToken;
  }

  long bytesPerToken() {
    return bytesPerToken;
  }

  @Override
  public Optional<String> stateFormat() {
    return Optional.of(STATES);
  }

  @Override
  public int[] tokens(String text, boolean begins, boolean marks) {
    if (text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException(
          "text: " + text.length() + " chars (expected: at most " + LONGEST_TEXT + ")");
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    try (Arena arena = Arena.ofConfined()) {
      // A token is at least a byte; the marks of beginning and end come on top.
      int most = utf8.length + 2;
      MemorySegment into = arena.allocate(JAVA_INT, most);
      MemorySegment from = arena.allocate(Math.max(1, utf8.length));
      MemorySegment.copy(utf8, 0, from, JAVA_BYTE, 0, utf8.length);
      int count =
          (int)
              llama.tokenize.invokeExact(vocabulary, from, utf8.length, into, most, begins, marks);
      if (count < 0 && -count <= 8 * most) {
        into = arena.allocate(JAVA_INT, -count);
        count =
            (int)
                llama.tokenize.invokeExact(
                    vocabulary, from, utf8.length, into, -count, begins, marks);
      }
      if (count < 0) {
        throw new IllegalStateException("a text of " + utf8.length + " bytes has no tokens");
      }
      return into.asSlice(0, (long) count * Integer.BYTES).toArray(JAVA_INT);
    } catch (Throwable e) {
      throw Failure.of(e);
    }
  }

  @Override
  public byte[] piece(int token) {
    checkToken(token);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment room = arena.allocate(64);
      int length = piece(token, room);
      if (length < 0) {
        room = arena.allocate(-length);
        length = piece(token, room);
      }
      return room.asSlice(0, Math.max(0, length)).toArray(JAVA_BYTE);
    } catch (Throwable e) {
      throw Failure.of(e);
    }
  }

  private int piece(int token, MemorySegment room) throws Throwable {
    return (int) llama.piece.invokeExact(vocabulary, token, room, (int) room.byteSize(), 0, false);
  }

  @Override
  public boolean ends(int token) {
    checkToken(token);
    try {
      return (boolean) llama.vocabEnds.invokeExact(vocabulary, token);
    } catch (Throwable e) {
      throw Failure.of(e);
    }
  }

  /** Native code takes any number for a place in its tables. */
  void checkToken(int token) {
    if (token < 0 || token >= size) {
      throw new IllegalArgumentException(
          "token: " + token + " (expected: 0 to " + (size - 1) + ")");
    }
  }

  @Override
  public Optional<String> conversation(List<Said> said) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment template =
          (MemorySegment) llama.modelChatTemplate.invokeExact(model, MemorySegment.NULL);
      if (template.equals(MemorySegment.NULL)) {
        return Optional.empty();
      }
      long chars = 0;
      MemorySegment messages = arena.allocate(NativeLlama.CHAT_MESSAGE, Math.max(1, said.size()));
      for (int i = 0; i < said.size(); i++) {
        long at = i * NativeLlama.CHAT_MESSAGE.byteSize();
        // A zero byte would end the text for C.
        String text = said.get(i).text().replace('\0', ' ');
        chars += text.length();
        messages.set(ADDRESS, at, arena.allocateFrom(said.get(i).role()));
        messages.set(ADDRESS, at + ADDRESS.byteSize(), arena.allocateFrom(text));
      }
      // Four bytes a char at most, and what a template puts around each message.
      long most = Math.min(Integer.MAX_VALUE - 8, 4 * chars + 1_024L * (said.size() + 1));
      MemorySegment into = arena.allocate(most);
      int length =
          (int)
              llama.applyTemplate.invokeExact(
                  template, messages, (long) said.size(), true, into, (int) most);
      if (length < 0 || length > most) {
        return Optional.empty();
      }
      return Optional.of(
          new String(into.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8));
    } catch (Throwable e) {
      throw Failure.of(e);
    }
  }

  @Override
  public LanguageSession open(int capacity) {
    if (capacity < 1 || capacity > longest) {
      throw new IllegalArgumentException(
          "capacity: " + capacity + " (expected: 1 to " + longest + ")");
    }
    return LlamaSession.open(this, llama, model, threads, capacity);
  }

  @Override
  public void close() {
    try {
      llama.modelFree.invokeExact(model);
    } catch (Throwable e) {
      throw Failure.of(e);
    }
  }
}
