package dev.edgewise.integrations.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.edgewise.core.Clock;
import dev.edgewise.sdk.spi.FleetRegistry.Check;
import dev.edgewise.sdk.spi.FleetRegistry.Connection;
import dev.edgewise.sdk.spi.FleetRegistry.State;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a Consul in trouble, or something that is none, is answered with. */
@Timeout(60)
final class PlayedConsulTest {
  private static final Check FINE = new Check(State.PASSING, "");

  private final PlayedConsul consul;
  private final Heard heard = new Heard();
  private final OrchestratorWatch watch;

  PlayedConsulTest() throws IOException {
    consul = new PlayedConsul();
    watch =
        OrchestratorWatch.begin(
            ConsulAddress.parse(consul.address()), heard, Duration.ofSeconds(60), new Random(1));
  }

  @BeforeEach
  void theFirstQuestionHasNoIndex() throws InterruptedException, IOException {
    HttpExchange first = consul.next();
    assertThat(PlayedConsul.asked(first))
        .startsWith("/v1/health/service/edgewise-orchestrator?")
        .contains("passing=true")
        .doesNotContain("index");
    PlayedConsul.answer(first, 200, "20", PlayedConsul.orchestrator(7443));
    assertThat(heard.next())
        .as("a service without an address is where its node is")
        .isEqualTo("found: 127.0.0.1:7443");
  }

  @AfterEach
  void stop() {
    watch.close();
    consul.close();
  }

  @Test
  void the_next_question_waits_at_the_server() throws InterruptedException, IOException {
    HttpExchange second = consul.next();
    assertThat(PlayedConsul.asked(second)).contains("index=20", "wait=60s");

    PlayedConsul.answer(second, 200, "21", PlayedConsul.orchestrator(7443));
    assertThat(PlayedConsul.asked(consul.next())).contains("index=21");
    assertThat(heard.isQuiet()).as("the same place is not told again").isTrue();
  }

  @Test
  void an_index_that_goes_back_is_forgotten() throws InterruptedException, IOException {
    PlayedConsul.answer(consul.next(), 200, "5", PlayedConsul.orchestrator(7444));

    assertThat(heard.next()).isEqualTo("found: 127.0.0.1:7444");
    assertThat(PlayedConsul.asked(consul.next())).doesNotContain("index");
    assertThat(OrchestratorWatch.next(BigInteger.TEN, BigInteger.ONE)).isZero();
  }

  @Test
  void a_server_without_a_leader_is_told_of_and_asked_anew()
      throws InterruptedException, IOException {
    PlayedConsul.answer(consul.next(), 500, "", "No cluster leader");
    assertThat(heard.next())
        .startsWith("lost: Consul at 127.0.0.1:")
        .endsWith(" does not answer: status 500: No cluster leader");
    PlayedConsul.answer(consul.next(), 500, "", "No cluster leader");

    PlayedConsul.answer(consul.next(), 200, "30", PlayedConsul.orchestrator(7443));
    assertThat(heard.next()).isEqualTo("found: 127.0.0.1:7443");
  }

  @Test
  void something_that_is_no_consul_does_not_end_the_watch()
      throws InterruptedException, IOException {
    PlayedConsul.answer(consul.next(), 200, "30", "<html>");
    assertThat(heard.next()).startsWith("lost");
    PlayedConsul.answer(consul.next(), 200, "many", PlayedConsul.orchestrator(7443));
    PlayedConsul.answer(consul.next(), 302, "", "");

    PlayedConsul.answer(consul.next(), 200, "30", PlayedConsul.orchestrator(7443));
    assertThat(heard.nextFound()).isEqualTo("found: 127.0.0.1:7443");
  }

  @Test
  void a_server_that_answers_at_once_without_news_is_not_asked_without_end()
      throws InterruptedException, IOException {
    long begun = Clock.system().nanos();
    for (int i = 0; i < 6; i++) {
      PlayedConsul.answer(consul.next(), 200, "20", PlayedConsul.orchestrator(7443));
    }
    assertThat(Duration.ofNanos(Clock.system().nanos() - begun))
        .isGreaterThan(Duration.ofMillis(5 * 50));
  }

  @Test
  void a_watch_that_was_closed_says_nothing_more() throws InterruptedException {
    HttpExchange waiting = consul.next();
    watch.close();

    assertThat(PlayedConsul.asked(waiting)).contains("index=20");
    assertThat(heard.isQuiet()).isTrue();
  }

  @Test
  void a_registry_that_refuses_is_away_and_one_that_knows_no_check_has_forgotten()
      throws InterruptedException {
    watch.close();
    try (Connection registry =
        new ConsulRegistry().open(consul.address(), Duration.ofSeconds(10))) {
      answersNext(403, "Permission denied");
      assertThatThrownBy(() -> registry.report("n", FINE))
          .isInstanceOf(IOException.class)
          .hasMessage("status 403: Permission denied");
      answersNext(404, "Unknown check ID \"service:n\"");
      assertThat(registry.report("n", FINE)).isFalse();
      answersNext(404, "Unknown service ID \"n\"");
      registry.remove("n");
      answersNext(200, "<html>");
      assertThatThrownBy(() -> registry.ids("")).isInstanceOf(IOException.class);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Answers the next question that is not the watch's, beside this thread. */
  private void answersNext(int status, String body) {
    Thread answering =
        new Thread(
            () -> {
              try {
                HttpExchange question = consul.next();
                while (PlayedConsul.asked(question).startsWith("/v1/health/")) {
                  question = consul.next();
                }
                PlayedConsul.answer(question, status, "", body);
              } catch (InterruptedException | IOException e) {
                throw new AssertionError(e);
              }
            });
    answering.setDaemon(true);
    answering.start();
  }
}
