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
import java.util.ArrayList;
import java.util.List;
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

  private AgentProcess start(Path jar, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--node=n1",
                "--grpc-port=0",
                "--services=" + jar,
                "--data-folder=" + folder.resolve("data")));
    arguments.addAll(List.of(more));
    return AgentProcess.start(folder, arguments);
  }

  private static Reply.Answered ask(Link link) {
    Reply reply = AgentProcess.send(link, SAY, "n").join();
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
    try (AgentProcess agent = start(jar, "--cache-disk=64MB")) {
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
    try (AgentProcess agent = start(jar, "--cache-disk=64MB")) {
      Reply.Answered kept = ask(agent.connect(agent.ready()));
      assertThat(words(kept)).isEqualTo(first);
      assertThat(kind(kept)).isEqualTo(CacheNote.Kind.EXACT);
      agent.process.destroy();
      assertThat(agent.exit()).as(agent.log()).isZero();
    }
    try (AgentProcess agent = start(jar("\"v2 \" + " + BODY), "--cache-disk=64MB")) {
      Reply.Answered other = ask(agent.connect(agent.ready()));
      assertThat(words(other)).contains("v2 ");
      assertThat(kind(other)).isEqualTo(CacheNote.Kind.NONE);
    }
  }

  @Test
  void without_a_disk_answers_end_with_the_process() throws Exception {
    String first;
    Path jar = jar(BODY);
    try (AgentProcess agent = start(jar)) {
      Link link = agent.connect(agent.ready());
      first = words(ask(link));
      assertThat(words(ask(link))).isEqualTo(first);
      agent.process.destroy();
      assertThat(agent.exit()).as(agent.log()).isZero();
    }
    try (AgentProcess agent = start(jar)) {
      assertThat(words(ask(agent.connect(agent.ready())))).isNotEqualTo(first);
    }
  }
}
