package dev.edgewise.processor.lock;

import static java.util.Objects.requireNonNull;

import dev.edgewise.processor.model.Retired;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Compares and updates {@code edgewise.lock}. The processor leaves a candidate among the classes;
 * {@code update} makes it the lock, {@code check} says whether it differs. Exit codes: 0 ok, 1
 * failed, 2 usage, 3 changes pending.
 */
public final class LockTool {
  /** Where the processor leaves the candidate, in the folder of the classes. */
  public static final String CANDIDATE = "META-INF/edgewise/edgewise.lock";

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int CHANGES = 3;

  private final PrintStream out;
  private final PrintStream err;

  /** Prints results to {@code out} and problems to {@code err}. */
  public LockTool(PrintStream out, PrintStream err) {
    this.out = requireNonNull(out, "out");
    this.err = requireNonNull(err, "err");
  }

  /**
   * {@code update|check <classesDir> <edgewise.lock>}, or {@code update|check <module>} for a Maven
   * module; {@code update} takes {@code --retire} at the end.
   */
  public static void main(String[] args) {
    System.exit(new LockTool(System.out, System.err).run(List.of(args)));
  }

  /** Runs a command and returns its exit code. */
  public int run(List<String> args) {
    List<String> paths = new ArrayList<>(args);
    String verb = paths.isEmpty() ? "" : paths.remove(0);
    boolean retire = verb.equals("update") && paths.remove("--retire");
    boolean known = verb.equals("update") || verb.equals("check");
    if (!known || paths.isEmpty() || paths.size() > 2) {
      err.println(
          "usage: update <classesDir> <edgewise.lock> [--retire] | check <classesDir>"
              + " <edgewise.lock>; or a Maven module's folder instead of both paths");
      return USAGE;
    }
    Path first = Path.of(paths.get(0));
    Path candidateFile =
        (paths.size() == 1 ? first.resolve("target/classes") : first).resolve(CANDIDATE);
    Path lockFile = paths.size() == 1 ? first.resolve("edgewise.lock") : Path.of(paths.get(1));
    try {
      if (!Files.exists(candidateFile)) {
        err.println(
            "no "
                + candidateFile
                + ": nothing was compiled there with the Edgewise processor. Compile first.");
        return FAILED;
      }
      Lock candidate = read(candidateFile);
      Lock lock = Files.exists(lockFile) ? read(lockFile) : Lock.EMPTY;
      return verb.equals("check")
          ? check(lock, candidate, lockFile)
          : update(lock, candidate, lockFile, retire);
    } catch (IOException e) {
      err.println(e.getMessage());
      return FAILED;
    }
  }

  private static Lock read(Path file) throws IOException {
    Lock.Parsed parsed = Lock.parse(Files.readString(file, StandardCharsets.UTF_8));
    if (!parsed.isGood()) {
      throw new IOException(file + ", line " + parsed.line() + ": " + parsed.problem());
    }
    return parsed.lock();
  }

  private int check(Lock lock, Lock candidate, Path file) {
    List<String> changes = changes(lock, candidate);
    if (changes.isEmpty()) {
      out.println(file + " is up to date");
      return OK;
    }
    out.println(file + " differs from what was compiled:");
    changes.forEach(out::println);
    out.println("run `edgewise lock update`, look at the difference, and check the file in");
    return CHANGES;
  }

  private int update(Lock lock, Lock candidate, Path file, boolean retire) throws IOException {
    List<String> gone = gone(lock, candidate);
    if (!gone.isEmpty() && !retire) {
      err.println("gone, but not reserved:");
      gone.forEach(err::println);
      err.println("mark the type @Reserved, or reserve them all in the lock with --retire");
      return CHANGES;
    }
    Lock next = retire ? retired(lock, candidate) : candidate;
    List<String> changes = changes(lock, next);
    changes.forEach(out::println);
    out.println(
        changes.isEmpty()
            ? file + " is up to date"
            : file + " updated, " + changes.size() + " lines changed");
    write(file, next.text());
    return OK;
  }

  /** Lines that only one of two locks has, each with its type in front. */
  private static List<String> changes(Lock before, Lock after) {
    List<String> changes = new ArrayList<>();
    TreeSet<String> heads = new TreeSet<>(before.types().keySet());
    heads.addAll(after.types().keySet());
    for (String head : heads) {
      LockedType left = before.types().get(head);
      LockedType right = after.types().get(head);
      List<String> old = left == null ? List.of() : left.lines();
      List<String> now = right == null ? List.of() : right.lines();
      if (right == null || left == null) {
        changes.add((left == null ? "+ " : "- ") + head);
      }
      old.stream()
          .filter(line -> !now.contains(line))
          .forEach(line -> changes.add("- " + head + ": " + line));
      now.stream()
          .filter(line -> !old.contains(line))
          .forEach(line -> changes.add("+ " + head + ": " + line));
    }
    return changes;
  }

  private static List<LockedField> gone(LockedType before, LockedType after) {
    return before.fields().stream()
        .filter(old -> after.named(old.name()).isEmpty())
        .filter(
            old ->
                after.fields().stream()
                    .noneMatch(f -> f.number() != 0 && f.number() == old.number()))
        .filter(old -> !after.retired().names().contains(old.name()))
        .toList();
  }

  private static List<String> gone(Lock before, Lock after) {
    List<String> gone = new ArrayList<>();
    for (LockedType type : after.types().values()) {
      gone(before.type(type.kind(), type.name()), type)
          .forEach(f -> gone.add("- " + type.head() + ": " + f.line()));
    }
    return gone;
  }

  private static Lock retired(Lock before, Lock after) {
    List<LockedType> types = new ArrayList<>();
    for (LockedType type : after.types().values()) {
      List<Integer> numbers = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (LockedField old : gone(before.type(type.kind(), type.name()), type)) {
        if (old.number() != 0) {
          numbers.add(old.number());
        }
        names.add(old.name());
      }
      Retired all = TypeNumbering.union(type.retired(), new Retired(numbers, names));
      types.add(new LockedType(type.kind(), type.name(), type.fields(), all));
    }
    return Lock.of(types);
  }

  /**
   * Writes beside the file and moves: whoever reads at the same time sees the old lock or the new
   * one.
   */
  private static void write(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
    try {
      Files.writeString(fresh, text, StandardCharsets.UTF_8);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
