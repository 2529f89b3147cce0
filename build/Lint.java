import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.spi.ToolProvider;

/**
 * Reads all sources of the project with Error Prone and NullAway, which the build puts on the class
 * path with everything that the sources name. Part of every {@code mvn verify}, in {@code
 * architecture}, the last module: a checker that starts cold in each module's javac took three
 * quarters of the time of a build.
 *
 * <p>What javac itself warns of is an error in each module already. Here nothing is generated and
 * nothing written: what annotation processors and protoc made is taken from the modules' classes.
 */
final class Lint {
  /** Each is one thread; more of them load the checks more often than it saves. */
  private static final int SIDE_BY_SIDE = Math.min(4, Runtime.getRuntime().availableProcessors());

  private Lint() {}

  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    if (args.length != 1) {
      System.err.println("usage: Lint FOLDER (the project's root folder)");
      System.exit(2);
    }
    Path root = Path.of(args[0]).toAbsolutePath().normalize();
    Found found = new Found(root);
    for (Path source : Sources.below(root)) {
      found.add(source);
    }
    if (found.modules.isEmpty()) {
      System.err.println("no Java source below " + root + ": is that the project's root folder?");
      System.exit(2);
    }
    String classPath =
        System.getProperty("java.class.path")
            + File.pathSeparator
            + String.join(File.pathSeparator, found.testClasses);
    boolean clean = true;
    try (ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
      List<Callable<Boolean>> checks = new ArrayList<>();
      for (Group group : groups(found.modules.values())) {
        checks.add(() -> isClean(group.sources, classPath));
      }
      for (Future<Boolean> check : threads.invokeAll(checks)) {
        clean &= check.get();
      }
    }
    if (!clean) {
      System.exit(1);
    }
    System.out.println("nothing to complain of in " + found.modules.size() + " modules");
  }

  /** As many groups as run side by side, of about the same weight. */
  private static List<Group> groups(Iterable<Group> modules) {
    List<Group> heaviest = new ArrayList<>();
    modules.forEach(heaviest::add);
    heaviest.sort(Comparator.comparingLong((Group module) -> module.weight).reversed());
    List<Group> groups = new ArrayList<>();
    for (Group module : heaviest) {
      if (groups.size() < SIDE_BY_SIDE) {
        groups.add(module);
      } else {
        groups.stream().min(Comparator.comparingLong(group -> group.weight)).get().add(module);
      }
    }
    return groups;
  }

  private static boolean isClean(List<String> sources, String classPath) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-implicit:none",
                "-Werror",
                "-XDcompilePolicy=simple",
                "--should-stop=ifError=FLOW",
                "--should-stop=ifNoError=FLOW",
                "-classpath",
                classPath,
                "--processor-path",
                classPath,
                "-Xplugin:ErrorProne -Xep:ArrayRecordComponent:OFF -Xep:NullAway:ERROR"
                    + " -XepOpt:NullAway:OnlyNullMarked=true -XepOpt:NullAway:JSpecifyMode=true"));
    arguments.addAll(sources);
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(out, out, arguments.toArray(String[]::new));
    System.err.print(said);
    return status == 0;
  }

  /** Sources that are read by one javac. */
  private static final class Group {
    private final List<String> sources = new ArrayList<>();
    private long weight;

    void add(Group other) {
      sources.addAll(other.sources);
      weight += other.weight;
    }
  }

  /** What is read, by module. */
  private static final class Found {
    private final Path root;
    private final Map<String, Group> modules = new TreeMap<>();

    /** Where generated classes lie that only tests name. */
    private final Set<String> testClasses = new TreeSet<>();

    Found(Path root) {
      this.root = root;
    }

    void add(Path source) throws IOException {
      String name = root.relativize(source).toString().replace(File.separatorChar, '/');
      int cut = name.indexOf("/src/");
      // A project of its own, on artifacts, has a class path of its own.
      if (cut < 0 || name.startsWith("standalone/src/", name.lastIndexOf('/', cut - 1) + 1)) {
        return;
      }
      String module = name.substring(0, cut);
      Path tests = root.resolve(module).resolve("target").resolve("test-classes");
      if (Files.isDirectory(tests)) {
        testClasses.add(tests.toString());
      }
      if (!isSaidTwice(source, name)) {
        Group group = modules.computeIfAbsent(module, any -> new Group());
        group.sources.add(source.toString());
        // Tests are read faster: long names and texts, few types.
        group.weight += Files.size(source) / (name.startsWith("/src/test/", cut) ? 2 : 1);
      }
    }

    /** Of a package, main code and tests say the same, and javac takes it once. */
    private boolean isSaidTwice(Path source, String name) {
      return name.endsWith("/package-info.java")
          && name.contains("/src/test/java/")
          && Files.exists(root.resolve(name.replace("/src/test/java/", "/src/main/java/")));
    }
  }
}
