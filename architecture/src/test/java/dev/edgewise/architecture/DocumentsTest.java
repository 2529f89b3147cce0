package dev.edgewise.architecture;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.agent.config.AgentConfig;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.daemon.config.Machine;
import dev.edgewise.daemon.config.Schema;
import dev.edgewise.orchestrator.config.OrchestratorConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents list what the code has, and nothing that it has not. */
final class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)");
  private static final Pattern DAEMON =
      Pattern.compile(
          "edgewise (edge-agent|cloud-agent|orchestrator)((?: --[a-z-]+(?:[="
              + " ][^\\s`-][^\\s`]*)?)+)");
  private static final Set<String> OF_ALL_DAEMONS =
      Set.of("--config", "--validate", "--print-config", "--health", "--help");
  private static final Machine MACHINE = new Machine(2, Path.of("state"));
  private static final Pattern LINE = Pattern.compile("(?m)^\\| `(EW[6-9]\\d{3})` \\|");

  @Test
  void docs_errors_has_one_line_for_each_code_and_none_for_others() {
    List<String> listed =
        LINE.matcher(Project.read("docs/errors.md"))
            .results()
            .map(match -> match.group(1))
            .toList();
    List<String> codes =
        new ArrayList<>(Arrays.stream(ErrorCode.values()).map(ErrorCode::id).toList());
    assertThat(codes).doesNotHaveDuplicates();
    assertThat(listed).containsExactlyElementsOf(codes.stream().sorted().toList());
  }

  @Test
  void docs_inside_has_a_row_for_each_module() {
    String text = Project.read("docs/inside.md");
    List<String> missing = new ArrayList<>();
    for (String module : Project.modules()) {
      if (!text.contains("| `" + module + "` |")) {
        missing.add(module);
      }
    }
    assertThat(missing).as("modules without a row in the table of docs/inside.md").isEmpty();
  }

  @Test
  void options_of_daemons_in_the_documents_exist() {
    Map<String, Schema<?>> daemons =
        Map.of(
            "edge-agent", AgentConfig.schema(Tier.EDGE, MACHINE),
            "cloud-agent", AgentConfig.schema(Tier.CLOUD, MACHINE),
            "orchestrator", OrchestratorConfig.schema(MACHINE));
    List<String> unknown = new ArrayList<>();
    int seen = 0;
    for (Path document : Project.documents()) {
      Matcher start = DAEMON.matcher(Project.read(document.toString()));
      while (start.find()) {
        Schema<?> daemon = requireNonNull(daemons.get(start.group(1)));
        for (String word : start.group(2).strip().split("[ =]", -1)) {
          seen++;
          if (word.startsWith("--")
              && !OF_ALL_DAEMONS.contains(word)
              && daemon.keys().all().stream().noneMatch(key -> key.option().equals(word))) {
            unknown.add(document + ": " + start.group());
          }
        }
      }
    }
    assertThat(seen).as("words that were looked at").isGreaterThan(20);
    assertThat(unknown).isEmpty();
  }

  @Test
  void docs_orchestrator_has_a_row_for_every_key() {
    String page = Project.read("docs/orchestrator.md");
    assertThat(OrchestratorConfig.schema(MACHINE).keys().all())
        .allSatisfy(key -> assertThat(page).contains("| `" + key.name() + "` |"));
  }

  @Test
  void the_index_leads_to_every_document() throws IOException {
    String index = Project.read("docs/README.md");
    try (Stream<Path> files = Files.list(Project.path("docs"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".md") && !name.equals("README.md"))
          .allSatisfy(name -> assertThat(index).contains("(" + name + ")"));
    }
  }

  @Test
  void links_between_documents_lead_somewhere() {
    List<String> dead = new ArrayList<>();
    for (Path document : Project.documents()) {
      String text = Project.read(document.toString());
      LINK.matcher(text)
          .results()
          .map(match -> match.group(1))
          .filter(link -> !link.contains("://"))
          .filter(link -> !Files.exists(document.resolveSibling(link)))
          .forEach(link -> dead.add(document + " → " + link));
    }
    assertThat(dead).isEmpty();
  }
}
