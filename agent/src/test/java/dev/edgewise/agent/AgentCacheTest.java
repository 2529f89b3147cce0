package dev.edgewise.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.host.Fixtures;
import dev.edgewise.core.CacheNote;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.wire.operator.CacheClient;
import dev.edgewise.sdk.wire.operator.CacheStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent's process that keeps answers, and what is left of them when it is killed. */
@Timeout(240)
final class AgentCacheTest {
  private static final String SAY = "fix.v1.Greeter/say";
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Never says the same twice. */
  private static final String BODY = "text + System.nanoTime()";

  private final Path folder;

  AgentCacheTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A jar; built again it is another one, since it has other times in it. */
  private Path jar(String body) throws IOException {
    return Fixtures.keptService("Greeter", body).jar(folder.resolve("greeter.jar"));
  }

  private AgentProcess onDisk(Path jar) throws IOException {
    return AgentProcess.start(Agents.arguments(folder, jar, "--cache-disk=64MB"));
  }

  private static Reply.Answered ask(Link link) {
    Reply reply = Callers.send(link, SAY, "n").join();
    assertThat(reply).isInstanceOf(Reply.Answered.class);
    return (Reply.Answered) reply;
  }

  private static String words(Reply.Answered reply) {
    return new String(reply.body().bytes(), UTF_8);
  }

  private static CacheNote.Kind kind(Reply.Answered reply) {
    return reply.cache().orElseThrow().kind();
  }

  private static void awaitOnDisk(String ready, long entries) {
    String address = ready.replaceFirst(".* grpc=(\\S+) .*", "$1");
    try (CacheClient client = CacheClient.connect(address)) {
      CacheStatus.Tier disk;
      do {
        disk =
            client.list(LONG).tiers().stream()
                .filter(tier -> tier.name().equals("disk"))
                .findFirst()
                .orElseThrow();
      } while (disk.entries() < entries);
    }
  }

  @Test
  void what_is_on_disk_outlives_a_kill_and_other_code_has_other_answers() throws Exception {
    String first;
    Path jar = jar(BODY);
    try (AgentProcess agent = onDisk(jar)) {
      String ready = agent.ready();
      Link link = agent.connect(ready);
      Reply.Answered computed = ask(link);
      first = words(computed);
      assertThat(kind(computed)).isEqualTo(CacheNote.Kind.NONE);
      Reply.Answered kept = ask(link);
      assertThat(words(kept)).isEqualTo(first);
      assertThat(kind(kept)).isEqualTo(CacheNote.Kind.EXACT);
      awaitOnDisk(ready, 1);
      agent.process.destroyForcibly().waitFor();
    }
    try (AgentProcess agent = onDisk(jar)) {
      Reply.Answered kept = ask(agent.connect(agent.ready()));
      assertThat(words(kept)).isEqualTo(first);
      assertThat(kind(kept)).isEqualTo(CacheNote.Kind.EXACT);
      agent.terminate();
      assertThat(agent.exit()).as(agent.log()).isZero();
    }
    try (Agent agent = Agents.start(folder, jar("\"v2 \" + " + BODY), "--cache-disk=64MB");
        Callers callers = new Callers()) {
      Reply.Answered other = ask(callers.connect(agent.readyLine()));
      assertThat(words(other)).contains("v2 ");
      assertThat(kind(other)).isEqualTo(CacheNote.Kind.NONE);
    }
  }

  @Test
  void without_a_disk_answers_end_with_the_agent() throws Exception {
    String first;
    Path jar = jar(BODY);
    try (Callers callers = new Callers()) {
      try (Agent agent = Agents.start(folder, jar)) {
        Link link = callers.connect(agent.readyLine());
        first = words(ask(link));
        assertThat(words(ask(link))).isEqualTo(first);
      }
      try (Agent agent = Agents.start(folder, jar)) {
        assertThat(words(ask(callers.connect(agent.readyLine())))).isNotEqualTo(first);
      }
    }
  }
}
