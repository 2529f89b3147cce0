package dev.edgewise.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.host.Fixtures;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  private List<String> arguments(Path services, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--node=n1",
                "--grpc-port=0",
                "--services=" + services,
                "--data-folder=" + folder.resolve("data")));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private Path greeter() throws IOException {
    return Fixtures.service("Greeter", "\"hello \" + text").jar(folder.resolve("greeter.jar"));
  }

  @Test
  void it_says_when_it_is_ready_answers_and_ends_well_under_load_after_sigterm() throws Exception {
    try (AgentProcess agent = AgentProcess.start(folder, arguments(greeter()))) {
      String ready = agent.ready();
      assertThat(ready)
          .matches(
              "ready node=n1 tier=edge site=n1 grpc=127\\.0\\.0\\.1:\\d+"
                  + " http=127\\.0\\.0\\.1:\\d+ services=fix\\.v1\\.Greeter");
      Link link = agent.connect(ready);
      assertThat(said(AgentProcess.send(link, SAY, "you").join())).isEqualTo("hello you");

      ConcurrentLinkedQueue<Reply> wrong = new ConcurrentLinkedQueue<>();
      CountDownLatch answered = new CountDownLatch(200);
      CountDownLatch done = new CountDownLatch(CALLERS);
      for (int caller = 0; caller < CALLERS; caller++) {
        agent.executor.execute(
            () -> {
              while (agent.process.isAlive()) {
                Reply reply = AgentProcess.send(link, SAY, "x").join();
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
      agent.process.destroy();
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
  void it_does_not_outlive_its_parent() throws Exception {
    try (AgentProcess agent =
        AgentProcess.start(folder, arguments(greeter(), "--exit-with-stdin"))) {
      agent.ready();
      agent.process.getOutputStream().close();
      assertThat(agent.exit()).isZero();
    }
  }

  @Test
  void a_second_signal_ends_it_at_once() throws Exception {
    Path started = folder.resolve("started");
    String stuck =
        """
        package fix;
        public final class NAMEBody implements NAME {
          public String say(String text) {
            try {
              java.nio.file.Files.createFile(java.nio.file.Path.of(text));
            } catch (java.io.IOException e) {
              throw new IllegalStateException(e);
            }
            while (true) {
              Thread.onSpinWait();
            }
          }
        }
        """;
    Path jar =
        Fixtures.service("Greeter", stuck, "new GreeterBody()").jar(folder.resolve("stuck.jar"));
    try (AgentProcess agent = AgentProcess.start(folder, arguments(jar, "--drain=1h"))) {
      Link link = agent.connect(agent.ready());
      AgentProcess.send(link, SAY, started.toString()).isDone();
      while (!Files.exists(started)) {
        Thread.onSpinWait();
      }
      agent.process.destroy();
      while (!agent.log().contains("stopping")) {
        Thread.onSpinWait();
      }
      assertThat(agent.process.isAlive()).isTrue();
      agent.process.destroy();
      assertThat(agent.exit()).isEqualTo(143);
    }
  }

  @Test
  void a_wrong_configuration_ends_it_with_78_and_the_line() throws Exception {
    Path file = Files.writeString(folder.resolve("agent.yaml"), "node: n1\nservics: [a.jar]\n");
    try (AgentProcess agent = AgentProcess.start(folder, List.of("--config", file.toString()))) {
      assertThat(agent.exit()).isEqualTo(78);
      assertThat(agent.log()).contains("EW7001", file + ":2: ", "Did you mean services?");
    }
  }

  @Test
  void a_configuration_is_only_checked_when_that_is_asked() throws Exception {
    Path jar = greeter();
    Path right =
        Files.writeString(folder.resolve("right.yaml"), "node: n1\nservices: [" + jar + "]\n");
    try (AgentProcess agent =
        AgentProcess.start(folder, List.of("--validate", "--config", right.toString()))) {
      assertThat(agent.exit()).isZero();
      assertThat(agent.line()).isEqualTo(right + ": ok");
    }
    Path wrong =
        Files.writeString(folder.resolve("wrong.yaml"), "node: n1\nservices: [gone.jar]\n");
    try (AgentProcess agent =
        AgentProcess.start(folder, List.of("--validate", "--config", wrong.toString()))) {
      assertThat(agent.exit()).isEqualTo(78);
      assertThat(agent.line()).startsWith(wrong + ":2: services: nothing that this user may read");
    }
  }

  @Test
  void a_port_that_is_taken_and_a_folder_in_use_are_said() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        AgentProcess agent =
            AgentProcess.start(
                folder, arguments(greeter(), "--grpc-port=" + taken.getLocalPort()))) {
      assertThat(agent.exit()).isEqualTo(1);
      assertThat(agent.log()).contains("EW7004", "127.0.0.1:" + taken.getLocalPort());
    }
    try (AgentProcess first = AgentProcess.start(folder, arguments(greeter()))) {
      first.ready();
      try (AgentProcess second = AgentProcess.start(folder, arguments(greeter()))) {
        assertThat(second.exit()).isEqualTo(78);
        assertThat(second.log()).contains("EW7001", "in use by another agent");
      }
    }
  }
}
