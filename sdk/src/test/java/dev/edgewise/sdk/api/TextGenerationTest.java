package dev.edgewise.sdk.api;

import static dev.edgewise.sdk.api.TextOption.maxTokens;
import static dev.edgewise.sdk.api.TextOption.seed;
import static dev.edgewise.sdk.api.TextOption.stop;
import static dev.edgewise.sdk.api.TextOption.temperature;
import static dev.edgewise.sdk.api.TextOption.topK;
import static dev.edgewise.sdk.api.TextOption.topP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.spi.ModelHosting;
import dev.edgewise.sdk.spi.model.ChatMessage;
import dev.edgewise.sdk.spi.model.TextChunk;
import dev.edgewise.sdk.spi.model.TextUsage;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextGenerationTest {
  private ClassLoader before;
  private URLClassLoader withServing;

  @BeforeEach
  void put_the_fake_on_the_class_path_of_this_thread(@TempDir Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(ModelHosting.Provider.class.getName()), FakeServing.class.getName());
    before = Thread.currentThread().getContextClassLoader();
    withServing = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before);
    Thread.currentThread().setContextClassLoader(withServing);
    FakeServing.HEARD.set(new FakeServing.Heard());
  }

  @AfterEach
  void take_it_away() throws IOException {
    Thread.currentThread().setContextClassLoader(before);
    FakeServing.HEARD.remove();
    withServing.close();
  }

  @Test
  void a_text_comes_chunk_by_chunk_with_its_usage_last() {
    try (Edgewise eco = Edgewise.local();
        Stream<TextChunk> chunks =
            eco.model(TextGeneration.class, "writer").stream("once upon a time")) {
      List<TextChunk> all = chunks.toList();
      assertThat(all).extracting(TextChunk::text).startsWith("once ", "upon ", "a ", "time ");
      assertThat(all.get(4).finish()).isEqualTo("length");
      assertThat(all.get(4).usage()).contains(new TextUsage(3, 4, 0));
    }
  }

  @Test
  void all_that_can_be_said_of_a_text_arrives() {
    try (Edgewise eco = Edgewise.local()) {
      List<Outcome<?>> told = new ArrayList<>();
      Completion completion =
          eco.modelService("writer")
              .build()
              .telling(told::add)
              .as(TextGeneration.class)
              .complete(
                  "go",
                  maxTokens(5),
                  maxTokens(6),
                  temperature(0.5),
                  topP(0.9),
                  topK(40),
                  seed(7),
                  stop("a", "b"));
      assertThat(completion.text())
          .isEqualTo(
              "go OptionalInt[6] OptionalDouble[0.5] OptionalDouble[0.9] 40 OptionalLong[7] [a,"
                  + " b]");
      assertThat(completion.finish()).isEqualTo("length");
      assertThat(completion.usage().completionTokens()).isEqualTo(1);
      assertThat(told).singleElement().isInstanceOf(Outcome.Completed.class);
      assertThat(completion.decisionId()).isEqualTo(told.get(0).decisionId());
    }
  }

  @Test
  void a_conversation_arrives_too() {
    try (Edgewise eco = Edgewise.local()) {
      assertThat(
              eco.model(TextGeneration.class, "writer")
                  .complete(List.of(new ChatMessage("user", "hello")))
                  .text())
          .contains("role=user");
    }
  }

  @Test
  void what_is_out_of_range_or_not_there_is_told() {
    try (Edgewise eco = Edgewise.local()) {
      TextGeneration text = eco.model(TextGeneration.class, "writer");
      refused(ErrorCode.BAD_REQUEST, () -> text.complete(""), "prompt is empty");
      refused(ErrorCode.BAD_REQUEST, () -> text.complete("x", stop("")), "stop");
      refused(ErrorCode.BAD_REQUEST, () -> text.complete("x".repeat(200_001)), "200001");
      TextGeneration none = eco.model(TextGeneration.class, "captions");
      refused(ErrorCode.UNKNOWN_METHOD, () -> none.complete("x"), "has no Complete", "Nearest");
      refused(ErrorCode.UNKNOWN_METHOD, () -> none.stream("x"), "has no Complete", "Nearest");
    }
    refused(ErrorCode.BAD_REQUEST, () -> temperature(2.1), "0 to 2");
    refused(ErrorCode.BAD_REQUEST, () -> maxTokens(0), "maxTokens(0)");
    refused(ErrorCode.BAD_REQUEST, () -> topP(0), "topP");
  }

  private static void refused(ErrorCode code, ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContainingAll(words);
  }
}
