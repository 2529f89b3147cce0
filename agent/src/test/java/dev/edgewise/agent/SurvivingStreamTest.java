package dev.edgewise.agent;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.host.Fixtures;
import dev.edgewise.sdk.api.Edgewise;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service's stream in a fleet of two processes, one of which is killed or stopped. */
@Timeout(300)
final class SurvivingStreamTest {
  private static final int CHUNKS = 60;
  private static final int PACE_MILLIS = 20;

  private final Path folder;

  SurvivingStreamTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** What is done to the node. */
  private interface Blow {
    void hit(AgentProcess owner, AgentProcess other) throws Exception;
  }

  private AgentProcess start(String name, Path jar) throws Exception {
    return AgentProcess.start(
        List.of(
            "--node=" + name,
            "--grpc-port=0",
            "--http-port=0",
            "--services=" + jar,
            "--data-folder=" + folder.resolve(name)));
  }

  private static String named(String name, String ready) {
    return name + "=" + ready.replaceFirst(".* grpc=(\\S+) .*", "$1");
  }

  @SuppressWarnings("unchecked") // The interface is compiled by this test, and gives texts.
  private static Stream<String> say(Edgewise eco, Class<?> service, String text) throws Exception {
    Object client = eco.client(service);
    return (Stream<String>)
        requireNonNull(service.getMethod("say", String.class).invoke(client, text));
  }

  private static long computed(AgentProcess agent) throws Exception {
    return agent.log().lines().filter(line -> line.startsWith("computed ")).count();
  }

  private void survives(String how, Blow blow) throws Exception {
    Path jar =
        Fixtures.resumableService("Counter", CHUNKS, PACE_MILLIS).jar(folder.resolve("c.jar"));
    try (AgentProcess one = start("n1", jar);
        AgentProcess two = start("n2", jar)) {
      String first = named("n1", one.ready());
      String second = named("n2", two.ready());
      try (URLClassLoader loader =
              new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader());
          Edgewise eco = Edgewise.builder().edgeNodes(first, second).build();
          Stream<String> words = say(eco, loader.loadClass("fix.Counter"), "n")) {
        List<String> read = new ArrayList<>();
        Iterator<String> each = words.iterator();
        for (int i = 0; i < 23; i++) {
          read.add(each.next());
        }
        AgentProcess owner = computed(one) > 0 ? one : two;
        AgentProcess other = owner == one ? two : one;
        assertThat(computed(other)).isZero();
        long struck = System.nanoTime();
        blow.hit(owner, other);
        int before = read.size();
        long longest = 0;
        long last = struck;
        while (each.hasNext()) {
          read.add(each.next());
          long now = System.nanoTime();
          longest = Math.max(longest, now - last);
          last = now;
        }
        System.out.printf(
            "%s: after chunk %d the longest pause between two chunks was %d ms (pace %d ms)%n",
            how, before, Duration.ofNanos(longest).toMillis(), PACE_MILLIS);
        assertThat(read).hasSize(CHUNKS);
        String seed = read.get(0).substring(read.get(0).indexOf(':'));
        for (int i = 0; i < CHUNKS; i++) {
          assertThat(read.get(i)).isEqualTo("n" + (i + 1) + seed);
        }
        assertThat(other.log()).contains("begins at ");
        assertThat(other.log().lines().filter(line -> line.equals("begins at 0"))).isEmpty();
      }
    }
  }

  @Test
  void it_goes_on_elsewhere_when_its_node_is_killed() throws Exception {
    survives(
        "kill -9",
        (owner, other) ->
            assertThat(owner.process.destroyForcibly().waitFor(60, TimeUnit.SECONDS)).isTrue());
  }

  @Test
  void it_goes_on_elsewhere_when_its_node_stops_answering_and_what_that_says_later_counts_nothing()
      throws Exception {
    survives(
        "kill -STOP, and -CONT when the other is at work",
        (owner, other) -> {
          signal("STOP", owner);
          Thread waker =
              new Thread(
                  () -> {
                    try {
                      // Woken while the other node is at work.
                      other.awaitLog("begins at ");
                      signal("CONT", owner);
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  });
          waker.setDaemon(true);
          waker.start();
        });
  }

  private static void signal(String name, AgentProcess agent) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(agent.process.pid())).start();
    assertThat(kill.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }
}
