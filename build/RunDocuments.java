import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs what README and docs tell to type, against a fleet that is up: {@code java
 * build/RunDocuments.java 127.0.0.1:7443 http://127.0.0.1:7400/ spelling-1.0.jar} in the root of
 * the checkout. A command that is not run here stands below with the reason; one that no rule knows
 * is an error. The exit code is 1 when a command fails. Runs on JDK 17.
 */
final class RunDocuments {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(?:sh)?\\n.*?^```$|^ {4}[^\\n]*$");
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?m)^(?:"
              + " {4})?((?:(?:\\./|\\.\\./\\.\\./)?edgewise|curl|mvn|java|cp|cd|python|samples/\\w+/run)"
              + " [^\\n"
              + "]*|(?:\\./)?edgewise|samples/\\w+/run)$");

  /** What is done with a command: the first rule that finds its pattern in it decides. */
  private record Rule(Pattern pattern, String notRun, UnaryOperator<String> how, Until until) {}

  private enum Until {
    IT_ENDS,
    IT_SPEAKS,
    IT_IS_READY
  }

  private final String orchestrator;
  private final String page;
  private final Path jar;
  private final Path certificates;
  private final List<Rule> rules = new ArrayList<>();
  private final List<Process> running = new ArrayList<>();
  private int failed;

  private RunDocuments(String orchestrator, String page, Path jar, Path certificates) {
    this.orchestrator = orchestrator;
    this.page = page.replaceFirst("^http://", "").replaceFirst("/$", "");
    this.jar = jar;
    this.certificates = certificates;
    notRun("^(mvn|java|cp|cd) ", "the first step of CI, and the standalone project's own test");
    notRun("^python |^samples/", "a step of CI of its own");
    notRun("edgewise demo", "a step of CI of its own");
    notRun("edgewise up", "the fleet that all others ask");
    notRun("edgewise run samples/vision", "it runs beside all others");
    notRun("edgewise (bench|run lab)", "races and campaigns; CI has a step for the short ones");
    notRun("edgewise simulate", "minutes of both cores; a test has its short form");
    notRun("edgewise zone|--zones", "a zone of one's own; the campaign has one");
    notRun("edgewise run samples/tickets", "a zone of one's own, too; the demo of scaling has one");
    notRun("call --node edge01.lan", "a node of one's own");
    notRun("rules.yaml|edgewise rules", "a file of one's own; the tests of the command have some");
    notRun("edgewise train", "a job of one's own; the campaigns have some");
    notRun("edgewise explain ID", "a call of one's own; CI explains one");
    notRun("ew_…", "a key of one's own");
    notRun("edgewise model pull", "a step of CI of its own");
    notRun("edgewise chat", "it waits for what is typed; its tests type");
    notRun("edgewise lock", "it asks for a project; the processor's tests have one");
    notRun("call/Reports", "a service that only the page has");
    notRun("edgewise status --orchestrator consul:", "without a Consul; the campaign has one");
    notRun("127.0.0.1:8500|consul:", "without a Consul; the campaign has one");
    if (System.getenv("EDGEWISE_TEXT_MODEL") == null) {
      notRun("gemma", "no language model was pulled");
    }
    run("--node paris-edge03", text -> text, Until.IT_IS_READY);
    run(
        "edgewise certs",
        text ->
            text.replace("--to ", "--to " + certificates.getParent() + "/")
                + " --folder "
                + certificates,
        Until.IT_ENDS);
    run(
        "edgewise (edge-agent|cloud-agent|orchestrator)",
        text -> text + " --validate",
        Until.IT_ENDS);
    run("edgewise watch", text -> text, Until.IT_SPEAKS);
    run(
        "edgewise (call|explain|key|models|node|status|service|version)",
        text -> text,
        Until.IT_ENDS);
    run("^curl ", text -> text.replaceFirst("^curl", "curl -fsS -o /dev/null"), Until.IT_ENDS);
  }

  private void notRun(String pattern, String why) {
    rules.add(new Rule(Pattern.compile(pattern), why, UnaryOperator.identity(), Until.IT_ENDS));
  }

  private void run(String pattern, UnaryOperator<String> how, Until until) {
    rules.add(new Rule(Pattern.compile(pattern), "", how, until));
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    RunDocuments documents =
        new RunDocuments(
            args[0],
            args[1],
            Path.of(args[2]).toAbsolutePath(),
            Files.createTempDirectory("run-documents").resolve("certs"));
    Set<String> commands = commands();
    int ran = 0;
    try {
      for (String command : commands) {
        ran += documents.follow(command) ? 1 : 0;
      }
    } finally {
      documents.running.forEach(Process::destroy);
    }
    System.out.printf(
        "%d of %d commands were run, %d failed%n", ran, commands.size(), documents.failed);
    System.exit(documents.failed == 0 && ran > 0 ? 0 : 1);
  }

  private static Set<String> commands() throws IOException {
    List<Path> documents =
        new ArrayList<>(List.of(Path.of("README.md"), Path.of("docs/quickstart.md")));
    for (String folder : List.of("docs", "samples")) {
      try (Stream<Path> files = Files.walk(Path.of(folder), 2)) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
      }
    }
    Set<String> commands = new LinkedHashSet<>();
    for (Path document : documents) {
      Matcher block = BLOCK.matcher(Files.readString(document));
      while (block.find()) {
        COMMAND
            .matcher(block.group())
            .results()
            .forEach(found -> commands.add(found.group(1).replaceFirst("\\s+#.*", "").strip()));
      }
    }
    return commands;
  }

  /** Returns whether it was run. */
  private boolean follow(String command) throws IOException, InterruptedException {
    Rule rule =
        rules.stream().filter(r -> r.pattern().matcher(command).find()).findFirst().orElse(null);
    if (rule == null) {
      failed++;
      System.out.println("FAILED " + command + "\n  no rule of RunDocuments knows it");
      return false;
    }
    if (!rule.notRun().isEmpty()) {
      System.out.println("not run " + command + "\n  " + rule.notRun());
      return false;
    }
    String typed =
        rule.how()
            .apply(command)
            .replaceFirst("^(?:\\./)?edgewise", "./edgewise")
            .replace("127.0.0.1:7443", orchestrator)
            .replace("127.0.0.1:7400", page)
            .replaceAll(
                "\\S*(hello|vision|spelling-1.0)\\.jar", Matcher.quoteReplacement(jar.toString()))
            .replaceAll("(--tls) (\\S+\\.pem)", "$1 " + certificates + "/$2");
    Path said = Files.createTempFile("run-documents", ".txt");
    ProcessBuilder start = new ProcessBuilder("sh", "-c", "exec " + typed);
    start.environment().putAll(Map.of("EDGEWISE_ORCHESTRATOR", orchestrator, "NO_COLOR", "1"));
    long begun = System.nanoTime();
    Process process = start.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    boolean good = await(process, rule.until(), said);
    System.out.printf(
        "%s %s (%d ms)%n", good ? "ran" : "FAILED", typed, (System.nanoTime() - begun) / 1_000_000);
    if (!good) {
      failed++;
      Files.readString(said).lines().limit(20).forEach(line -> System.out.println("  " + line));
    }
    Files.delete(said);
    return true;
  }

  private boolean await(Process process, Until until, Path said)
      throws IOException, InterruptedException {
    switch (until) {
      case IT_ENDS -> {
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroy();
        return ended && process.exitValue() == 0;
      }
      case IT_SPEAKS -> {
        for (int i = 0; i < 240 && process.isAlive() && Files.size(said) == 0; i++) {
          process.waitFor(250, TimeUnit.MILLISECONDS);
        }
        boolean alive = process.isAlive();
        process.destroy();
        return alive && Files.size(said) > 0;
      }
      default -> {
        running.add(process);
        for (int i = 0; i < 240 && process.isAlive(); i++) {
          if (Files.readString(said).contains("\nready ")
              || Files.readString(said).startsWith("ready ")) {
            return true;
          }
          process.waitFor(250, TimeUnit.MILLISECONDS);
        }
        return false;
      }
    }
  }
}
