package dev.edgewise.agent.training;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.training.Meeting;
import dev.edgewise.core.training.RankOrder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A script that runs: the leader of a session of its own, behind a shell that ends all of its group
 * when this process is gone, however it went, or when the script has ended.
 */
final class RankProcess {
  /** Of a line of a script; the rest of a longer one is thrown away. */
  private static final int MOST_CHARS = 4_000;

  /** Address space is reserved far beyond what is used; this only stops what has run wild. */
  private static final long SPACE = 8L << 30;

  /** Of the environment of this process; the rest may hold what is nobody's business. */
  private static final List<String> PASSED_ON =
      List.of(
          "PATH",
          "LANG",
          "LC_ALL",
          "LD_LIBRARY_PATH",
          "PYTHONPATH",
          "VIRTUAL_ENV",
          "CUDA_VISIBLE_DEVICES",
          "NVIDIA_VISIBLE_DEVICES");

  /**
   * Its arguments: file for its number, file for the exit code, KiB of address space, the command.
   * The second process waits for the end of standard input, which is held open by the agent: an
   * agent that is killed takes its ranks along. It is deaf to TERM, which goes to the whole group
   * so that the script can write a last checkpoint.
   */
  private static final String SHELL =
      """
      pid="$1" exit="$2" space="$3"
      shift 3
      echo $$ >"$pid.new" && mv "$pid.new" "$pid"
      echo 1000 2>/dev/null >/proc/self/oom_score_adj
      ulimit -v "$space"
      exec 3<&0 </dev/null
      ( trap '' TERM INT HUP; cat <&3; kill -s KILL 0 ) >/dev/null 2>&1 &
      trap : TERM
      nice -n 10 "$@" 3<&- &
      child=$!
      while :; do
        wait "$child"
        code=$?
        kill -0 "$child" 2>/dev/null || break
      done
      echo "$code" >"$exit.new" && mv "$exit.new" "$exit"
      kill -s KILL 0
      """;

  private final Process process;
  private final RankFolder folder;
  private final Session session;

  private RankProcess(Process process, RankFolder folder) {
    this.process = process;
    this.folder = folder;
    this.session = Session.of(process.pid());
  }

  /** Where setsid is; without it nothing can be ended for sure. */
  static Optional<Path> setsid() {
    return Stream.of("/usr/bin/setsid", "/bin/setsid", "/usr/local/bin/setsid")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts a script.
   *
   * @param environment of this process
   */
  static RankProcess start(
      RankOrder order,
      Meeting meeting,
      RankFolder folder,
      TrainingSettings settings,
      Path setsid,
      Map<String, String> environment)
      throws IOException {
    requireNonNull(order, "order");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(setsid.toString(), "/bin/sh", "-c", SHELL, "sh"));
    command.add(folder.pid().toString());
    command.add(folder.exit().toString());
    command.add(Long.toString((2 * order.spec().memory() + SPACE) >> 10));
    command.add(settings.python());
    command.add(order.spec().script().name());
    order.spec().parameters().forEach((name, value) -> command.addAll(List.of("--" + name, value)));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.work().toFile()).redirectErrorStream(true);
    builder.environment().keySet().retainAll(PASSED_ON);
    builder.environment().putAll(environment(order, meeting, folder, environment));
    return new RankProcess(builder.start(), folder);
  }

  /** What a script is told; names beginning with EDGEWISE_TRAINING_ are ours. */
  static Map<String, String> environment(
      RankOrder order, Meeting meeting, RankFolder folder, Map<String, String> given) {
    Map<String, String> told = new TreeMap<>();
    told.put("RANK", "" + order.id().rank());
    told.put("LOCAL_RANK", "" + order.localRank());
    told.put("WORLD_SIZE", "" + order.spec().worldSize());
    told.put("MASTER_ADDR", meeting.host());
    told.put("MASTER_PORT", "" + meeting.port());
    told.put("HOME", folder.work().toString());
    told.put("PYTHONUNBUFFERED", "1");
    if (order.spec().cpus() > 0) {
      told.put("OMP_NUM_THREADS", "" + order.spec().cpus());
    } else if (given.containsKey("OMP_NUM_THREADS")) {
      told.put("OMP_NUM_THREADS", requireNonNull(given.get("OMP_NUM_THREADS")));
    }
    told.put("EDGEWISE_TRAINING_JOB", "" + order.id().job());
    told.put("EDGEWISE_TRAINING_ATTEMPT", "" + order.id().attempt());
    told.put("EDGEWISE_TRAINING_DATA", folder.data().toString());
    told.put("EDGEWISE_TRAINING_CHECKPOINTS", folder.checkpoints().toString());
    told.put("EDGEWISE_TRAINING_OUTPUT", folder.output().toString());
    order
        .spec()
        .parent()
        .ifPresent(
            parent ->
                told.put(
                    "EDGEWISE_TRAINING_PARENT", folder.work().resolve(parent.name()).toString()));
    order
        .resume()
        .ifPresent(
            from ->
                told.put(
                    "EDGEWISE_TRAINING_RESUME",
                    folder.checkpoints().resolve(from.content().name()).toString()));
    return told;
  }

  /** Hands over each line, until the last process that holds the pipe has ended. */
  void read(Consumer<String> onLine) {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      StringBuilder line = new StringBuilder();
      for (int next = out.read(); next >= 0; next = out.read()) {
        if (next == '\n') {
          onLine.accept(line.toString());
          line.setLength(0);
        } else if (next != '\r' && line.length() < MOST_CHARS) {
          line.append((char) next);
        }
      }
      if (!line.isEmpty()) {
        onLine.accept(line.toString());
      }
    } catch (IOException e) {
      // It was ended in the middle of a word.
    }
  }

  /** Waits for its end, for so long; returns whether it has ended. */
  boolean awaitEnd(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** What the script ended with; empty when it was killed together with its shell. */
  Optional<Long> exitCode() {
    return folder.readNumber(folder.exit());
  }

  /** Bytes in memory of all its processes. */
  long resident() {
    return session.resident();
  }

  void term() {
    session.term();
  }

  /** Ends all that is left of it. */
  void kill() {
    session.kill();
    process.destroyForcibly();
  }
}
