package dev.edgewise.serving.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CacheControl;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.model.Checkpoint;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.RunningGeneration;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.ChatMessage;
import dev.edgewise.sdk.spi.model.CompleteRequest;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ServingProfile;
import dev.edgewise.sdk.spi.model.TextChunk;
import dev.edgewise.sdk.spi.model.TextUsage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextModelTest {
  private static final Clock CLOCK = Clock.system();
  private static final String PROMPT = "Once upon a time there was";
  private static final int TOKENS = 40;

  private final List<TextModel> opened = new ArrayList<>();

  /** Whose stream dies after so many chunks, and who keeps what came. */
  private static class Client implements ItemSink, RunningGeneration.Keeper {
    final List<Message> items = new ArrayList<>();
    private final CompleteRequest request;
    private final String tenant;
    private final int dies;
    @Nullable Checkpoint kept;
    private @Nullable RunningGeneration running;

    /** Whether the newest checkpoint was taken up; empty while none was offered. */
    Optional<Boolean> resumed = Optional.empty();

    Client(CompleteRequest request, String tenant, int dies) {
      this.request = request;
      this.tenant = tenant;
      this.dies = dies;
    }

    /** The same caller at its next node. */
    Client again(int diesAfter) {
      Client next = new Client(request, tenant, diesAfter);
      next.items.addAll(items);
      next.kept = kept;
      return next;
    }

    CallContext context() {
      CallContext plain =
          CallContext.of(
              "edgewise.models.v1.fake/Complete",
              "1",
              Label.INTERNAL,
              TraceContext.begin(new Random(1)),
              tenant,
              CacheControl.NONE,
              CLOCK.nanos() + Duration.ofMinutes(1).toNanos(),
              CLOCK,
              () -> false);
      running =
          new RunningGeneration(
              "g",
              1,
              77,
              items,
              Optional.ofNullable(kept),
              RunningGeneration.rootOf(
                  plain, WireWriter.encode(ModelCodecs.COMPLETE_REQUEST, request), 77),
              this);
      return plain.in(running);
    }

    @Override
    public void opened() {}

    @Override
    public void item(Message item) throws InterruptedException {
      if (running != null && running.gives()) {
        if (items.size() == dies) {
          throw new InterruptedException();
        }
        items.add(item);
      }
    }

    @Override
    public boolean wants(long bytes, Duration cost) {
      return true;
    }

    @Override
    public void keep(Checkpoint checkpoint) {
      kept = checkpoint;
    }

    @Override
    public void notResumed(String because) {
      resumed = Optional.of(false);
    }

    @Override
    public void resumed(Checkpoint checkpoint) {
      resumed = Optional.of(true);
    }

    List<TextChunk> chunks() {
      return items.stream().map(m -> WireReader.decode(ModelCodecs.TEXT_CHUNK, m)).toList();
    }

    String text() {
      return chunks().stream().map(TextChunk::text).collect(Collectors.joining());
    }

    TextUsage usage() {
      return chunks().getLast().usage().orElseThrow();
    }
  }

  private static CompleteRequest request(String prompt, double temperature, String... stops) {
    return new CompleteRequest(
        ServingProfile.DEFAULT,
        prompt,
        List.of(),
        OptionalInt.of(TOKENS),
        OptionalDouble.of(temperature),
        OptionalDouble.empty(),
        0,
        OptionalLong.empty(),
        List.of(stops),
        0,
        0);
  }

  private TextModel model(FakeLanguageModel fake, TextOptions options) {
    TextModel model = new TextModel(fake, options, Executors.newSingleThreadExecutor(), CLOCK);
    opened.add(model);
    return model;
  }

  private TextModel model(FakeLanguageModel fake) {
    return model(fake, new TextOptions(200, 2, 1));
  }

  @AfterEach
  void close() {
    opened.forEach(TextModel::close);
  }

  private static Client complete(TextModel model, Client client) throws InterruptedException {
    model.complete(
        client.request,
        client.context(),
        client,
        "subject",
        CLOCK.nanos() + Duration.ofMinutes(1).toNanos(),
        times -> {});
    return client;
  }

  private Client whole(CompleteRequest request) throws InterruptedException {
    return complete(model(new FakeLanguageModel(500, true)), new Client(request, "acme", 1_000));
  }

  @Test
  void a_chunk_is_a_token_and_the_last_says_why_and_how_much() throws Exception {
    Client client = whole(request(PROMPT, 0));

    assertThat(client.chunks()).hasSize(TOKENS + 1);
    assertThat(client.chunks().subList(0, TOKENS)).allMatch(chunk -> chunk.tokens().length == 1);
    assertThat(client.chunks().getLast().finish()).isEqualTo(TextChunk.LENGTH);
    assertThat(client.usage()).isEqualTo(new TextUsage(PROMPT.length(), TOKENS, 0));
    assertThat(client.text()).hasSize(TOKENS);
  }

  @Test
  void the_model_can_end_a_text_itself() throws Exception {
    Client client =
        whole(
            new CompleteRequest(
                ServingProfile.DEFAULT,
                "x".repeat(61),
                List.of(),
                OptionalInt.of(130),
                OptionalDouble.of(0),
                OptionalDouble.empty(),
                0,
                OptionalLong.empty(),
                List.of(),
                0,
                0));

    assertThat(client.chunks().getLast().finish()).isEqualTo(TextChunk.STOP);
    assertThat(client.usage().completionTokens()).isLessThan(130);
  }

  @Test
  void a_text_ends_before_a_stop_string() throws Exception {
    String all = whole(request(PROMPT, 0)).text();
    String stop = all.substring(10, 13);

    Client client = whole(request(PROMPT, 0, stop));

    assertThat(client.text()).isEqualTo(all.substring(0, all.indexOf(stop)));
    assertThat(client.chunks().getLast().finish()).isEqualTo(TextChunk.STOP);
  }

  /** After each chunk once, with and without a state, greedy and by chance. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.9})
  void a_node_may_die_after_any_chunk_and_the_text_is_the_same(double temperature)
      throws Exception {
    CompleteRequest request = request(PROMPT, temperature, "qz");
    Client undisturbed = whole(request);
    for (boolean states : new boolean[] {true, false}) {
      for (int dies = 0; dies < undisturbed.items.size(); dies++) {
        Client first = new Client(request, "acme", dies);
        assertThatThrownBy(() -> complete(model(new FakeLanguageModel(500, states)), first))
            .isInstanceOf(InterruptedException.class);

        Client second = complete(model(new FakeLanguageModel(500, states)), first.again(1_000));

        assertThat(second.text()).isEqualTo(undisturbed.text());
        assertThat(second.chunks().stream().map(TextChunk::finish))
            .isEqualTo(undisturbed.chunks().stream().map(TextChunk::finish).toList());
        assertThat(tokens(second)).isEqualTo(tokens(undisturbed));
      }
      opened.forEach(TextModel::close);
      opened.clear();
    }
  }

  private static List<Long> tokens(Client client) {
    return client.chunks().stream()
        .flatMap(chunk -> Arrays.stream(chunk.tokens()).boxed())
        .toList();
  }

  @Test
  void a_text_that_was_at_its_end_is_not_written_again() throws Exception {
    Client client = whole(request(PROMPT, 0));
    FakeLanguageModel fake = new FakeLanguageModel(500, true);

    Client again = complete(model(fake), client.again(1_000));

    assertThat(again.items).isEqualTo(client.items);
    assertThat(fake.fed).isZero();
  }

  @Test
  void a_state_saves_reading_and_a_corrupt_or_foreign_one_costs_it() throws Exception {
    CompleteRequest request = request("y".repeat(100), 0);
    Client first = new Client(request, "acme", 5);
    assertThatThrownBy(() -> complete(model(new FakeLanguageModel(500, true)), first))
        .isInstanceOf(InterruptedException.class);
    Checkpoint kept = java.util.Objects.requireNonNull(first.kept);

    FakeLanguageModel fitting = new FakeLanguageModel(500, true);
    Client second = complete(model(fitting), first.again(1_000));
    assertThat(second.resumed).contains(true);
    assertThat(fitting.fed).isLessThan(60);

    FakeLanguageModel corrupted = new FakeLanguageModel(500, true);
    Client third = first.again(1_000);
    ByteBuffer bytes = ByteBuffer.allocate(kept.state().remaining()).put(kept.state()).flip();
    bytes.put(50, (byte) (bytes.get(50) + 1));
    third.kept = kept.withState(bytes);
    complete(model(corrupted), third);
    assertThat(third.resumed).contains(false);
    assertThat(corrupted.fed).isGreaterThan(100);

    Client foreign = new Client(request, "other", 1_000);
    foreign.items.addAll(first.items);
    foreign.kept = kept;
    complete(model(new FakeLanguageModel(500, true)), foreign);
    assertThat(foreign.resumed).contains(false);

    assertThat(second.text()).isEqualTo(third.text()).isEqualTo(foreign.text());
  }

  @Test
  void tokens_that_no_model_can_have_written_are_refused() throws Exception {
    Client client = new Client(request(PROMPT, 0), "acme", 1_000);
    client.items.add(
        WireWriter.encode(
            ModelCodecs.TEXT_CHUNK, new TextChunk("", new long[] {256}, "", Optional.empty())));

    refused(client, ErrorCode.BAD_REQUEST, "token 256");
  }

  @Test
  void a_prompt_that_does_not_fit_is_refused_with_both_numbers() {
    refused(
        new Client(request("z".repeat(201), 0), "acme", 1),
        ErrorCode.TOO_LARGE,
        "has 201 tokens, and model \"fake\" holds 200 here");
  }

  private void refused(Client client, ErrorCode code, String why) {
    assertThatThrownBy(() -> complete(model(new FakeLanguageModel(500, true)), client))
        .isInstanceOfSatisfying(EdgewiseException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(why);
  }

  @Test
  void what_a_tenant_has_read_is_reused_for_it_and_never_for_another() throws Exception {
    FakeLanguageModel fake = new FakeLanguageModel(500, false);
    TextModel model = model(fake, new TextOptions(200, 1, 1));
    String undisturbed = whole(request(PROMPT + " and then", 0)).text();

    complete(model, new Client(request(PROMPT, 0), "acme", 1_000));
    Client same = complete(model, new Client(request(PROMPT + " and then", 0), "acme", 1_000));
    Client other = complete(model, new Client(request(PROMPT + " and then", 0), "other", 1_000));

    assertThat(same.usage().reusedTokens()).isEqualTo(PROMPT.length());
    assertThat(other.usage().reusedTokens()).isZero();
    assertThat(same.text()).isEqualTo(undisturbed).isEqualTo(other.text());
    assertThat(fake.sessions).hasSize(1);
  }

  @Test
  void a_conversation_without_a_form_of_its_own_ends_where_the_user_speaks() {
    assertThat(
            PlainConversation.of(
                List.of(
                    new dev.edgewise.core.model.LanguageModel.Said("system", "Be short."),
                    new dev.edgewise.core.model.LanguageModel.Said("user", "Hello"))))
        .isEqualTo("Be short.\n\nUser: Hello\n\nAssistant:");
    assertThat(PlainConversation.nextTurn()).isEqualTo("\n\nUser:");
  }

  @Test
  void a_conversation_is_answered() throws Exception {
    Client client =
        whole(
            new CompleteRequest(
                ServingProfile.DEFAULT,
                "",
                List.of(new ChatMessage("user", "Hello")),
                OptionalInt.of(5),
                OptionalDouble.of(0),
                OptionalDouble.empty(),
                0,
                OptionalLong.empty(),
                List.of(),
                0,
                0));

    assertThat(client.usage().promptTokens()).isEqualTo("User: Hello\n\nAssistant:".length());
  }

  @Test
  void beyond_the_texts_that_may_wait_callers_are_turned_away() throws Exception {
    TextModel model = model(new FakeLanguageModel(500, false), new TextOptions(200, 1, 0));
    Client inside =
        new Client(request(PROMPT, 0), "acme", 1_000) {
          @Override
          public void item(Message item) throws InterruptedException {
            if (items.isEmpty()) {
              assertThatThrownBy(
                      () -> complete(model, new Client(request(PROMPT, 0), "other", 1_000)))
                  .isInstanceOfSatisfying(
                      EdgewiseException.class,
                      e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED))
                  .hasMessageContaining("writes 1 texts, and 0 more wait");
            }
            super.item(item);
          }
        };

    assertThat(complete(model, inside).chunks()).hasSize(TOKENS + 1);
    assertThat(model.busy()).isZero();
  }
}
