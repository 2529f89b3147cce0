package dev.edgewise.cli.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.cli.call.GatewayClient;
import dev.edgewise.cli.fleet.FleetGeneration;
import dev.edgewise.cli.fleet.FleetSamples;
import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.core.Clock;
import dev.edgewise.core.ErrorCode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A chat through a gateway that breaks off, against real sockets. */
final class ChatTest {
  private static final ChatModels.TextModel MODEL =
      new ChatModels.TextModel("gemma-3-270m", "edgewise.models.v1.gemma_3_270m");
  private static final String WHOLE = "one 2 3 4 5 6";
  private static final String TWO_LEGS =
      """
      {"steps":[{"node":"a","answer":"lost","detail":"after 2 items"},{"node":""},{"node":"b",
      "answer":"completed","detail":"from item 3 on, after 4 items"}]}\
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ChatScreen screen =
      new ChatScreen(
          new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false, false);
  private final Conversation text = new Conversation(true, Optional.empty());
  private Optional<FakeGateway> gateway = Optional.empty();
  private Optional<GatewayClient> client = Optional.empty();

  @AfterEach
  void close() {
    client.ifPresent(GatewayClient::close);
    gateway.ifPresent(FakeGateway::close);
  }

  private Chat chat(FakeGateway through) {
    gateway = Optional.of(through);
    GatewayClient made = GatewayClient.at(through.place(), Map.of(), Optional.empty());
    client = Optional.of(made);
    PrintStream nowhere = new PrintStream(out, true, UTF_8);
    Shell shell =
        new Shell(
            nowhere,
            nowhere,
            InputStream.nullInputStream(),
            Path.of(""),
            Optional.empty(),
            Clock.system(),
            new Random(1),
            Map.of());
    return new Chat(
        shell,
        new Chat.Orchestrator(
            FleetSamples::troubled,
            id -> id.equals("d1") ? Optional.of(TWO_LEGS) : Optional.empty()),
        made,
        MODEL,
        new Sampling(),
        Optional.empty(),
        screen);
  }

  private Chat.Given ask(Chat chat) {
    text.asks("count");
    return chat.ask(text, piece -> screen.piece(piece.shown()));
  }

  @Test
  void an_answer_comes_piece_by_piece_with_what_it_took() throws IOException {
    FakeGateway whole = FakeGateway.start(6, true);
    Chat.Given given = ask(chat(whole));
    assertThat(out).hasToString(WHOLE);
    assertThat(given.answer().tokens()).isEqualTo(6);
    assertThat(given.figures())
        .startsWith("6 tokens, ")
        .contains("on a (lost: after 2 items), then on b", "edgewise explain d1");
    assertThat(given.json("m").toString())
        .startsWith(
            "{\"schema\":\"edgewise.chat/1\",\"model\":\"m\",\"text\":\""
                + WHOLE
                + "\",\"finish\":\"length\",\"tokens\":6,\"promptTokens\":4,\"reusedTokens\":1,")
        .contains("\"decision\":\"d1\"", "\"node\":\"a\",\"answer\":\"lost\"");
    assertThat(whole.asked)
        .containsExactly(
            "/v1/call/edgewise.models.v1.gemma_3_270m/Complete {\"prompt\":\"count\","
                + "\"maxTokens\":256}");
  }

  @Test
  void a_broken_connection_is_taken_up_again_and_nothing_is_lost_or_repeated() throws IOException {
    FakeGateway cut = FakeGateway.start(6, true, 2, 2, 5);
    Chat.Given given = ask(chat(cut));
    assertThat(out).hasToString(WHOLE);
    assertThat(given.answer().tokens()).isEqualTo(6);
    assertThat(cut.lastIds).containsExactly("", "g1/2", "g1/2", "g1/5");
    assertThat(cut.asked).containsOnly(cut.asked.get(0)).hasSize(4);
  }

  @Test
  void where_nobody_keeps_the_stream_a_broken_connection_is_the_end() throws IOException {
    Chat chat = chat(FakeGateway.start(6, false, 3));
    assertThatThrownBy(() -> ask(chat))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.problem().code()).isEqualTo(ErrorCode.UNREACHABLE));
    assertThat(out).hasToString("one 2 3");
  }

  @Test
  void a_stream_that_is_gone_is_said_in_the_gateways_words() throws IOException {
    FakeGateway cut = FakeGateway.start(6, true, 2);
    Chat chat = chat(cut);
    text.asks("count");
    assertThatThrownBy(
            () ->
                chat.ask(
                    text,
                    piece ->
                        cut.fails("{\"code\":\"EW6003\",\"detail\":\"It is gone. Ask again.\"}")))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.problem().what()).isEqualTo("It is gone. Ask again"));
  }

  @Test
  void a_cancelled_answer_keeps_what_came_and_the_next_one_can_be_asked() throws Exception {
    FakeGateway slow = FakeGateway.start(6, true);
    slow.waitsAfter(3);
    Chat chat = chat(slow);
    assertThat(chat.cancel()).as("nothing to cancel").isFalse();
    CompletableFuture<Boolean> third = new CompletableFuture<>();
    Thread canceller = Thread.ofVirtual().start(() -> third.thenRun(chat::cancel).join());
    text.asks("count");
    Chat.Given given =
        chat.ask(
            text,
            piece -> {
              screen.piece(piece.shown());
              if (piece.text().equals(" 3")) {
                third.complete(true);
              }
            });
    canceller.join();
    assertThat(given.cancelled()).isTrue();
    assertThat(out).hasToString("one 2 3");
    assertThat(given.figures()).contains("3 tokens", "cancelled");
    slow.waits.countDown();
    slow.waitsAfter(99);
    assertThat(ask(chat).answer().tokens()).isEqualTo(6);
    assertThat(slow.asked.get(1)).contains("count" + "one 2 3\\ncount");
  }

  @Test
  void a_loop_answers_lines_knows_its_commands_and_goes_on_after_a_failure() throws IOException {
    FakeGateway whole = FakeGateway.start(6, true);
    ChatLoop loop = new ChatLoop(chat(whole), text, screen);
    assertThat(loop.interrupted()).as("says how to end").isTrue();
    assertThat(loop.interrupted()).as("the second in a row ends").isFalse();
    loop.run(
        new BufferedReader(
            new StringReader("a\n\n/help\n/nonsense\n/new\nb\n/quit\nnever asked\n")));
    assertThat(out).hasToString(WHOLE + System.lineSeparator() + WHOLE + System.lineSeparator());
    assertThat(err.toString(UTF_8))
        .contains("6 tokens", "/new      forget", "There is no /nonsense", "forgotten");
    assertThat(whole.asked).hasSize(2);
    assertThat(whole.asked.get(1)).contains("{\"prompt\":\"b\",");
    whole.fails("{\"code\":\"EW6004\",\"detail\":\"Too busy.\"}");
    loop.run(new BufferedReader(new StringReader("c\n")));
    assertThat(err.toString(UTF_8)).contains("Too busy (EW6004)");
  }

  @Test
  void the_model_is_the_only_one_or_the_one_that_was_named() {
    assertThatThrownBy(() -> ChatModels.find(FleetSamples.well(), Optional.empty()))
        .isInstanceOfSatisfying(
            CommandFailure.class,
            failure -> assertThat(failure.problem().fix()).contains("edgewise model pull"));
  }

  @Test
  void what_would_steer_a_terminal_is_not_shown() {
    TextPiece piece = new TextPiece("a\u001b[2Jb\u0007\u009bc\n\td\u00e9", 1, "", Optional.empty());
    assertThat(piece.shown()).isEqualTo("a[2Jbc\n\td\u00e9");
  }

  @Test
  void a_note_says_where_it_goes_on() {
    FleetGeneration moved =
        FleetGeneration.find(FleetSamples.troubled(), "8z8g38rq16jsf").orElseThrow();
    assertThat(ChatWatch.words(moved))
        .isEqualTo("no more on west1-b: west1-a goes on with it after chunk 17");
  }

  @Test
  void legs_are_read_from_a_decision_and_nothing_else() {
    assertThat(ChatLeg.of(TWO_LEGS)).extracting(ChatLeg::node).containsExactly("a", "b");
    assertThat(ChatLeg.of("{}")).isEmpty();
    assertThat(ChatLeg.of("[1]")).isEmpty();
    assertThat(ChatLeg.inWords(List.of())).isEmpty();
  }
}
