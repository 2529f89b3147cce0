import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Counts the signs by which well and badly kept code differ, for each module and all of them: a
 * table in Markdown on standard output.
 *
 * <pre>
 *   java build/Signs.java .
 * </pre>
 *
 * <p>By javac's own parser, on JDK 25. Main code is what lies in {@code src/main/java}, lines and
 * types there; a test's sleeps and mocks are counted where its text names them. A class counts as
 * final when it cannot be extended from elsewhere: final, record, enum, or sealed.
 */
final class Signs {
  private static final Set<String> CLOCKS =
      Set.of("System.nanoTime", "System.currentTimeMillis", "Instant.now");

  private final List<Integer> files = new ArrayList<>();
  private final List<Integer> methods = new ArrayList<>();
  private int types;
  private int hidden;
  private int classes;
  private int closed;
  private int fields;
  private int finalFields;
  private int mutableStatics;
  private int clocks;
  private int testLines;
  private int testFiles;
  private int sleeps;
  private int mocks;

  private Signs() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: java build/Signs.java FOLDER (the project's root folder)");
      System.exit(2);
    }
    Path root = Path.of(args[0]).toAbsolutePath().normalize();
    Map<String, Signs> modules = new TreeMap<>();
    Signs all = new Signs();
    List<Path> main = new ArrayList<>();
    for (Path source : Sources.below(root)) {
      String name = root.relativize(source).toString().replace('\\', '/');
      int cut = name.indexOf("/src/");
      if (cut < 0) {
        continue;
      }
      Signs signs = modules.computeIfAbsent(name.substring(0, cut), module -> new Signs());
      List<String> lines = Files.readAllLines(source);
      if (name.startsWith("/src/main/java/", cut)) {
        main.add(source);
        signs.files.add(lines.size());
        all.files.add(lines.size());
      } else if (name.startsWith("/src/test/java/", cut)) {
        signs.test(lines);
        all.test(lines);
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(main));
      Trees trees = Trees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        String name = root.relativize(Path.of(unit.getSourceFile().toUri())).toString();
        Signs signs = modules.get(name.replace('\\', '/').split("/src/")[0]);
        new Scanner(trees.getSourcePositions(), List.of(signs, all)).scan(unit, null);
      }
    }
    System.out.println(
        "| module | files | lines | file median / p90 / max | method median / p90 / p99 / max |"
            + " non-public types | final classes | final fields | static mutable | raw clock |"
            + " test:main | mocks | sleeps in tests |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    modules.forEach(
        (module, signs) -> {
          if (!signs.files.isEmpty()) {
            System.out.println(signs.row(module));
          }
        });
    System.out.println(all.row("**all**"));
  }

  private void test(List<String> lines) {
    testFiles++;
    testLines += lines.size();
    for (String line : lines) {
      sleeps += line.contains("Thread.sleep(") ? 1 : 0;
      mocks += line.contains("org.mockito") ? 1 : 0;
    }
  }

  private String row(String name) {
    int lines = files.stream().mapToInt(Integer::intValue).sum();
    return "| %s | %d | %,d | %d / %d / %d | %d / %d / %d / %d | %s | %s | %s | %d | %d | %s | %d | %d |"
        .formatted(
            name,
            files.size(),
            lines,
            at(files, 50),
            at(files, 90),
            at(files, 100),
            at(methods, 50),
            at(methods, 90),
            at(methods, 99),
            at(methods, 100),
            percent(hidden, types),
            percent(closed, classes),
            percent(finalFields, fields),
            mutableStatics,
            clocks,
            String.format(Locale.ROOT, "%.2f", testLines / (double) lines),
            mocks,
            sleeps);
  }

  private static String percent(int part, int whole) {
    return whole == 0 ? "–" : Math.round(100.0 * part / whole) + " %";
  }

  private static int at(List<Integer> values, int percentile) {
    if (values.isEmpty()) {
      return 0;
    }
    Collections.sort(values);
    return values.get(Math.max(0, (int) Math.ceil(values.size() * percentile / 100.0) - 1));
  }

  private static final class Scanner extends TreePathScanner<Void, Void> {
    private final SourcePositions positions;
    private final List<Signs> into;

    Scanner(SourcePositions positions, List<Signs> into) {
      this.positions = positions;
      this.into = into;
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      Set<Modifier> flags = type.getModifiers().getFlags();
      boolean top = getCurrentPath().getParentPath().getLeaf() instanceof CompilationUnitTree;
      boolean extensible =
          type.getKind() == Tree.Kind.CLASS
              && !flags.contains(Modifier.FINAL)
              && !flags.contains(Modifier.SEALED)
              && !flags.contains(Modifier.ABSTRACT);
      for (Signs signs : into) {
        if (top) {
          signs.types++;
          signs.hidden += flags.contains(Modifier.PUBLIC) ? 0 : 1;
          if (type.getKind() == Tree.Kind.CLASS && !flags.contains(Modifier.ABSTRACT)) {
            signs.classes++;
            signs.closed += extensible ? 0 : 1;
          }
        }
      }
      return super.visitClass(type, unused);
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      if (method.getBody() != null) {
        CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
        long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
        long start =
            unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method.getBody()));
        long end =
            unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method.getBody()));
        // Constructors that javac adds have the place of their class.
        if (first <= start) {
          into.forEach(signs -> signs.methods.add((int) (end - start + 1)));
        }
      }
      return super.visitMethod(method, unused);
    }

    @Override
    public Void visitVariable(VariableTree variable, Void unused) {
      TreePath parent = getCurrentPath().getParentPath();
      if (parent.getLeaf() instanceof ClassTree type) {
        Set<Modifier> flags = variable.getModifiers().getFlags();
        boolean top = parent.getParentPath().getLeaf() instanceof CompilationUnitTree;
        boolean constant = type.getKind() == Tree.Kind.INTERFACE || flags.contains(Modifier.FINAL);
        for (Signs signs : into) {
          if (flags.contains(Modifier.STATIC)) {
            signs.mutableStatics += constant ? 0 : 1;
          } else if (top && type.getKind() == Tree.Kind.CLASS) {
            signs.fields++;
            signs.finalFields += constant ? 1 : 0;
          }
        }
      }
      return super.visitVariable(variable, unused);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
      if (CLOCKS.contains(call.getMethodSelect().toString())) {
        into.forEach(signs -> signs.clocks++);
      }
      return super.visitMethodInvocation(call, unused);
    }
  }
}
