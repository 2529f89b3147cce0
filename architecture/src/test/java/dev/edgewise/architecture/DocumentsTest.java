package dev.edgewise.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.core.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documents list what the code has, and nothing that it has not. */
final class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)");
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
  void docs_architecture_has_a_row_for_each_module() {
    String text = Project.read("docs/ARCHITECTURE.md");
    List<String> missing = new ArrayList<>();
    for (String module : Project.modules()) {
      if (!text.contains("| `" + module + "` |")) {
        missing.add(module);
      }
    }
    assertThat(missing).as("modules without a row in the table of docs/ARCHITECTURE.md").isEmpty();
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
