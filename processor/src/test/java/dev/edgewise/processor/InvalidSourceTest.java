package dev.edgewise.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.processor.diag.Code;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One mistake a source, told with its code at its line; see {@link WrongSource}. */
final class InvalidSourceTest {
  /** What no source can provoke alone; each has a test of its own. */
  static final Set<Code> WITHOUT_SOURCE = Set.of(Code.EW0001, Code.EW4012);

  @ParameterizedTest
  @MethodSource("dev.edgewise.processor.WrongSource#all")
  void is_reported_with_its_code_at_its_line(WrongSource source) {
    Diagnostic.Kind kind = source.isNote() ? Diagnostic.Kind.NOTE : Diagnostic.Kind.ERROR;
    List<WrongSource.Said> found =
        source.said().stream()
            .filter(said -> said.kind() == kind && said.text().startsWith(source.code() + ":"))
            .toList();

    assertThat(found).as("what is said: %s", source.said()).isNotEmpty();
    source
        .mark()
        .ifPresent(
            mark ->
                assertThat(found)
                    .anySatisfy(
                        said -> {
                          assertThat(said.file()).isEqualTo(mark.file());
                          assertThat(said.line()).isEqualTo(mark.line());
                        }));
    if (!source.isNote()) {
      assertThat(source.said())
          .as("only one kind of mistake")
          .filteredOn(said -> said.kind() == Diagnostic.Kind.ERROR)
          .allSatisfy(said -> assertThat(said.text()).startsWith(source.code()));
    }
  }

  @Test
  void every_code_has_a_source_that_provokes_it() {
    List<String> provoked = WrongSource.all().stream().map(WrongSource::code).toList();
    assertThat(Stream.of(Code.values()).filter(c -> !WITHOUT_SOURCE.contains(c)).map(Code::name))
        .allMatch(provoked::contains);
  }
}
