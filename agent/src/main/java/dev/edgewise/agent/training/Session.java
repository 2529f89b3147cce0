package dev.edgewise.agent.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * All processes of one session, as Linux's {@code /proc} tells them. What makes a session of its
 * own has left, and is not found here.
 *
 * @param proc {@code /proc}
 * @param leader number of the process that began it
 */
record Session(Path proc, long leader) {
  private static final long PAGE = 4_096;

  /**
   * One process.
   *
   * @param resident bytes in memory
   */
  record Member(long pid, long resident) {}

  /** A session on this machine. */
  static Session of(long leader) {
    return new Session(Path.of("/proc"), leader);
  }

  /** Those that run, or have ended and were not collected. */
  List<Member> members() {
    List<Member> members = new ArrayList<>();
    try (Stream<Path> all = Files.list(proc)) {
      for (Path each : all.filter(Session::isProcess).toList()) {
        stat(each).flatMap(this::member).ifPresent(members::add);
      }
    } catch (IOException e) {
      // Then none is found: there is no /proc here.
    }
    return members;
  }

  long resident() {
    return members().stream().mapToLong(Member::resident).sum();
  }

  private static boolean isProcess(Path path) {
    return Character.isDigit(path.getFileName().toString().charAt(0));
  }

  private static Optional<String> stat(Path process) {
    try {
      return Optional.of(Files.readString(process.resolve("stat")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A line of proc(5): the name in brackets may hold anything, so what counts is behind it. */
  Optional<Member> member(String stat) {
    int name = stat.indexOf('(');
    int end = stat.lastIndexOf(')');
    if (name < 1 || end < name) {
      return Optional.empty();
    }
    String[] rest = stat.substring(end + 1).strip().split(" ", -1);
    // State is field 3; session is 6, resident pages are 24.
    if (rest.length < 22 || rest[0].equals("Z") || !rest[3].equals(Long.toString(leader))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Member(
              Long.parseLong(stat.substring(0, name).strip()), Long.parseLong(rest[21]) * PAGE));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Asks the leader's group to end. */
  void term() {
    try {
      Process kill =
          new ProcessBuilder("/bin/sh", "-c", "kill -s TERM -- \"-$1\"", "sh", "" + leader)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean unused = kill.waitFor(2, TimeUnit.SECONDS);
    } catch (IOException e) {
      // They are killed a moment later.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends all of them at once; again until none is left, as they may be starting others. */
  void kill() {
    for (int round = 0; round < 20; round++) {
      List<Member> left = members();
      if (left.isEmpty()) {
        return;
      }
      for (Member each : left) {
        ProcessHandle.of(each.pid()).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }
}
