import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
  private static final Set<String> SKIPPED_FOLDERS =
      Set.of("target", "dist", "build", "resources", "node_modules", "standalone");

  private Lint() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: Lint FOLDER (the project's root folder)");
      System.exit(2);
    }
    Path root = Path.of(args[0]).toAbsolutePath().normalize();
    Found found = Found.below(root);
    List<String> main = found.sources("/src/main/java/");
    List<String> test = found.sources("/src/test/java/");
    String classPath =
        System.getProperty("java.class.path")
            + File.pathSeparator
            + String.join(File.pathSeparator, found.testClasses);
    if (main.isEmpty() || test.isEmpty()) {
      System.err.println("no Java source below " + root + ": is that the project's root folder?");
      System.exit(2);
    }
    // Side by side: each is one thread, and they know nothing of each other.
    CompletableFuture<Integer> tests = CompletableFuture.supplyAsync(() -> check(test, classPath));
    int worst = Math.max(check(main, classPath), tests.join());
    if (worst != 0) {
      System.exit(1);
    }
    System.out.println(main.size() + test.size() + " Java sources, nothing to complain of");
  }

  private static int check(List<String> sources, String classPath) {
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
    return status;
  }

  /** What lies below the root. */
  private static final class Found extends SimpleFileVisitor<Path> {
    private final Path root;
    private final List<String> sources = new ArrayList<>();

    /** Where generated classes lie that only tests name. */
    private final List<String> testClasses = new ArrayList<>();

    private Found(Path root) {
      this.root = root;
    }

    static Found below(Path root) throws IOException {
      Found found = new Found(root);
      Files.walkFileTree(root, found);
      found.sources.sort(null);
      return found;
    }

    List<String> sources(String below) {
      return sources.stream()
          .filter(source -> source.replace(File.separatorChar, '/').contains(below))
          .toList();
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      String name = folder.getFileName().toString();
      if (name.equals("target") && Files.isDirectory(folder.resolve("test-classes"))) {
        testClasses.add(folder.resolve("test-classes").toString());
      }
      boolean skip =
          !folder.equals(root) && (name.startsWith(".") || SKIPPED_FOLDERS.contains(name));
      return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (file.getFileName().toString().endsWith(".java")) {
        sources.add(file.toString());
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
