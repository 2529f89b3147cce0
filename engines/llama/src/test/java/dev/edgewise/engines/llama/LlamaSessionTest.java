package dev.edgewise.engines.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.LanguageModel;
import dev.edgewise.core.model.LanguageSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real model. */
final class LlamaSessionTest {
  private static final String PROMPT =
      "The history of the lighthouse begins in a small harbour where";
  private static final int WRITTEN = 40;

  private static LanguageModel model;
  private static int[] prompt;

  /** The greedy text, read and written in one session. */
  private static int[] whole;

  /** After the last of them. */
  private static float[] last;

  @BeforeAll
  static void load() {
    Path file = RealModel.file();
    model = new LlamaEngine().load("real", file, EngineOptions.DEFAULT);
    prompt = model.tokens(PROMPT, true, false);
    try (LanguageSession session = model.open(256)) {
      session.feed(prompt, 0, prompt.length, true);
      whole = Arrays.copyOf(prompt, prompt.length + WRITTEN);
      write(session, whole, prompt.length);
      last = logits(session);
    }
  }

  @AfterAll
  static void free() {
    if (model != null) {
      model.close();
    }
  }

  private static void write(LanguageSession session, int[] into, int from) {
    for (int i = from; i < into.length; i++) {
      into[i] = likeliest(logits(session));
      session.follow(into[i], true);
    }
  }

  private static float[] logits(LanguageSession session) {
    float[] logits = new float[model.vocabulary()];
    session.logits(logits);
    return logits;
  }

  private static int likeliest(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }

  /** The prompt in slices, and what was written token by token. */
  private static void read(LanguageSession session, int[] tokens, int from, int slice) {
    for (int i = from; i < prompt.length; i += slice) {
      session.feed(tokens, i, Math.min(prompt.length, i + slice), false);
    }
    for (int i = Math.max(from, prompt.length); i < tokens.length; i++) {
      session.follow(tokens[i], i == tokens.length - 1);
    }
  }

  /** All in slices, as another prompt. */
  private static float[] readAll(LanguageSession session, int slice) {
    for (int i = 0; i < whole.length; i += slice) {
      int end = Math.min(whole.length, i + slice);
      session.feed(whole, i, end, end == whole.length);
    }
    return logits(session);
  }

  /** What a text that goes on elsewhere relies on. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 33, 64})
  void a_text_that_is_followed_has_the_bits_that_it_was_written_with(int slice) {
    try (LanguageSession session = model.open(300)) {
      read(session, whole, 0, slice);

      assertThat(logits(session)).isEqualTo(last);
    }
  }

  /** What reused prefixes rely on: also a slice of one token. */
  @Test
  void a_prompt_has_the_same_bits_however_it_is_divided() {
    try (LanguageSession one = model.open(128);
        LanguageSession other = model.open(128)) {
      float[] bits = readAll(one, 64);
      assertThat(readAll(other, 3)).isEqualTo(bits);
      other.cut(0);
      assertThat(readAll(other, whole.length - 1)).isEqualTo(bits);
    }
  }

  @Test
  void two_threads_give_the_bits_of_one() {
    try (LanguageModel two = new LlamaEngine().load("two", RealModel.file(), new EngineOptions(2));
        LanguageSession session = two.open(256)) {
      read(session, whole, 0, 64);

      assertThat(logits(session)).isEqualTo(last);
    }
  }

  @Test
  void what_is_cut_leaves_nothing_behind() {
    try (LanguageSession session = model.open(256)) {
      int[] other = model.tokens("Something else, and longer. ".repeat(4), true, false);
      session.feed(other, 0, other.length, false);
      session.cut(0);
      read(session, whole, 0, 64);
      session.cut(prompt.length + 3);
      read(session, whole, prompt.length + 3, 5);

      assertThat(session.length()).isEqualTo(whole.length);
      assertThat(logits(session)).isEqualTo(last);
    }
  }

  @Test
  void a_state_goes_on_in_another_session() {
    int half = prompt.length + WRITTEN / 2;
    ByteBuffer state;
    try (LanguageSession first = model.open(256)) {
      read(first, Arrays.copyOf(whole, half), 0, 64);
      state = first.state();
    }
    try (LanguageSession second = model.open(200)) {
      second.feed(whole, 0, 5, false);
      second.restore(state, half);
      read(second, whole, half, 64);

      assertThat(logits(second)).isEqualTo(last);
    }
  }

  @Test
  void a_state_that_was_tampered_with_is_refused_before_native_code_sees_it() {
    try (LanguageSession session = model.open(256)) {
      session.feed(whole, 0, 20, false);
      ByteBuffer state = session.state();
      assertThat((long) state.remaining()).isEqualTo(session.stateSize());

      assertThatThrownBy(() -> session.restore(state, 21)).hasMessageContaining("cells");
      assertThatThrownBy(() -> session.restore(state.duplicate().limit(900), 20))
          .isInstanceOf(IllegalArgumentException.class);
      for (int at = 0; at < 400; at++) {
        ByteBuffer wrong = ByteBuffer.allocate(state.remaining()).put(state.duplicate()).flip();
        wrong.put(at, (byte) (wrong.get(at) ^ 0x55));
        try {
          session.restore(wrong, 20);
        } catch (IllegalArgumentException e) {
          assertThat(e).hasMessageContaining("state");
        }
      }
      session.restore(state, 20);
      assertThat(session.length()).isEqualTo(20);
    }
  }

  @Test
  void nothing_that_is_no_token_reaches_native_code() {
    try (LanguageSession session = model.open(16)) {
      assertThatThrownBy(() -> session.feed(new int[] {-1}, 0, 1, true))
          .hasMessageContaining("token: -1");
      assertThatThrownBy(() -> session.feed(new int[] {model.vocabulary()}, 0, 1, true))
          .hasMessageContaining("expected: 0 to");
      assertThatThrownBy(() -> session.feed(new int[20], 0, 17, true))
          .hasMessageContaining("the 16 of 16 that are free");
      assertThatThrownBy(() -> logits(session)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> model.open(model.longest() + 1)).hasMessageContaining("capacity");
    }
  }

  @Test
  void pieces_of_a_text_are_the_text() {
    String text = "Zwölf Boxkämpfer — 中文, 🙂 and `code()`\n\n\ttabs";
    StringBuilder hex = new StringBuilder();
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    for (int token : model.tokens(text, true, false)) {
      bytes.writeBytes(model.piece(token));
      hex.append(token).append(' ');
    }

    assertThat(bytes.toString(StandardCharsets.UTF_8)).as(hex.toString()).isEqualTo(text);
    assertThat(model.tokens("", false, false)).isEmpty();
    assertThat(model.tokens("<eos>", false, true)).hasSize(1);
    assertThat(model.tokens("<eos>", false, false).length).isGreaterThan(1);
    assertThat(model.ends(model.tokens("<eos>", false, true)[0])).isTrue();
  }

  @Test
  void the_base_model_has_no_form_of_conversations() {
    assertThat(model.conversation(List.of(new LanguageModel.Said("user", "Hello")))).isEmpty();
  }

  @Test
  void a_file_that_was_cut_off_is_refused(@TempDir Path folder) throws IOException {
    Path cut = folder.resolve("cut.gguf");
    try (InputStream in = Files.newInputStream(RealModel.file())) {
      Files.write(cut, in.readNBytes(20_000_000));
    }

    assertThatThrownBy(() -> new LlamaEngine().load("cut", cut, EngineOptions.DEFAULT))
        .isInstanceOf(EdgewiseException.class)
        .hasMessageContaining("Is the file whole?");
  }
}
