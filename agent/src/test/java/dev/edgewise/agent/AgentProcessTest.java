package dev.edgewise.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.host.Fixtures;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgentProcessTest {
  private static final String SAY = "fix.v1.Greeter/say";
  private static final int CALLERS = 4;

  private final Path folder;

  AgentProcessTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private AgentProcess start(Path services, String... more) throws IOException {
    return AgentProcess.start(Agents.arguments(folder, services, more));
  }

  private Path greeter() throws IOException {
    return Fixtures.service("Greeter", "\"hello \" + text").jar(folder.resolve("greeter.jar"));
  }

  @Test
  void it_says_when_it_is_ready_answers_and_ends_well_under_load_after_sigterm() throws Exception {
    try (AgentProcess agent = start(greeter())) {
      String ready = agent.ready();
      assertThat(ready)
          .matches(
              "ready node=n1 tier=edge site=n1 grpc=127\\.0\\.0\\.1:\\d+"
                  + " http=127\\.0\\.0\\.1:\\d+ services=fix\\.v1\\.Greeter");
      Link link = agent.connect(ready);
      assertThat(said(Callers.send(link, SAY, "you").join())).isEqualTo("hello you");

      ConcurrentLinkedQueue<Reply> wrong = new ConcurrentLinkedQueue<>();
      CountDownLatch answered = new CountDownLatch(200);
      CountDownLatch done = new CountDownLatch(CALLERS);
      for (int caller = 0; caller < CALLERS; caller++) {
        Thread.startVirtualThread(
            () -> {
              while (agent.process.isAlive()) {
                Reply reply = Callers.send(link, SAY, "x").join();
                if (reply instanceof Reply.Answered) {
                  answered.countDown();
                } else if (!(reply instanceof Reply.NotRun)) {
                  wrong.add(reply);
                }
              }
              done.countDown();
            });
      }
      assertThat(answered.await(120, TimeUnit.SECONDS)).isTrue();
      agent.terminate();
      assertThat(agent.exit()).isZero();
      assertThat(done.await(120, TimeUnit.SECONDS)).isTrue();
      assertThat(wrong).isEmpty();
    }
  }

  private static String said(Reply reply) {
    assertThat(reply).isInstanceOf(Reply.Answered.class);
    byte[] body = ((Reply.Answered) reply).body().bytes();
    return new String(body, 2, body.length - 2, UTF_8);
  }

  @Test
  void one_folder_has_one_agent_which_does_not_outlive_its_parent() throws Exception {
    Path jar = greeter();
    try (AgentProcess agent = start(jar, "--exit-with-stdin")) {
      agent.ready();
      try (AgentProcess second = start(jar)) {
        assertThat(second.exit()).isEqualTo(78);
        assertThat(second.log()).contains("EW7001", "in use by another agent");
      }
      agent.process.getOutputStream().close();
      assertThat(agent.exit()).isZero();
    }
  }

  @Test
  void a_second_signal_ends_it_at_once() throws Exception {
    String stuck =
        """
        package fix;
        public final class NAMEBody implements NAME {
          public String say(String text) {
            System.err.println(text);
            while (true) {
              Thread.onSpinWait();
            }
          }
        }
        """;
    Path jar =
        Fixtures.service("Greeter", stuck, "new GreeterBody()").jar(folder.resolve("stuck.jar"));
    try (AgentProcess agent = start(jar, "--drain=1h")) {
      Link link = agent.connect(agent.ready());
      Callers.send(link, SAY, "at work").isDone();
      agent.awaitLog("at work");
      agent.terminate();
      agent.awaitLog("stopping");
      assertThat(agent.process.isAlive()).isTrue();
      agent.terminate();
      assertThat(agent.exit()).isEqualTo(143);
    }
  }
}
