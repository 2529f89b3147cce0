package dev.edgewise.samples.season;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page shows what is compiled and tested here. */
final class PageTest {
  private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void the_code_of_the_page_is_this_code() throws IOException {
    String page = Files.readString(Path.of("..", "..", "docs", "generation.md"));
    int from = page.indexOf("## Your own services");
    int to = page.indexOf("\n## ", from + 1);
    Matcher code = CODE.matcher(page.substring(from, to < 0 ? page.length() : to));
    List<String> shown = new ArrayList<>();
    while (code.find()) {
      shown.add(bare(code.group(1)));
    }
    String sources = sources();
    assertThat(shown)
        .hasSizeGreaterThan(1)
        .allSatisfy(block -> assertThat(sources).contains(block));
  }

  private static String sources() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      for (Path file : files.filter(name -> name.toString().endsWith(".java")).toList()) {
        all.append(bare(Files.readString(file)));
      }
    }
    return all.toString();
  }

  /** Without indentation, which differs. */
  private static String bare(String code) {
    return code.replaceAll("(?m)^ +", "");
  }
}
