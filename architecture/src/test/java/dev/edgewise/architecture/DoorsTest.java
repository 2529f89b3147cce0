package dev.edgewise.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whoever opens a door writes down what it takes: most servers fall by one that nobody bounded. */
final class DoorsTest {
  private static final List<String> MODULES = List.of("daemon", "agent", "orchestrator");

  @Test
  void every_door_has_a_row_that_says_what_it_takes() {
    List<String> rows =
        Project.read("docs/limits.md").lines().filter(line -> line.startsWith("|")).toList();
    Set<String> doors = new TreeSet<>();
    JavaClasses ours = Project.classes(MODULES);
    for (JavaClass type : ours) {
      if (isDoor(type)) {
        doors.add(type.getSimpleName());
      }
    }
    assertThat(doors).as("doors that were found").hasSizeGreaterThan(10);
    assertThat(doors)
        .as("doors with a row in docs/limits.md")
        .allMatch(door -> rows.stream().anyMatch(row -> row.contains("`" + door + "`")));
  }

  /** A gRPC service, a registry of methods, a controller, or the JDK's HTTP server. */
  private static boolean isDoor(JavaClass type) {
    String above = type.getRawSuperclass().map(JavaClass::getName).orElse("");
    return above.endsWith("ImplBase")
        || above.equals("io.grpc.HandlerRegistry")
        || type.isAnnotatedWith("io.micronaut.http.annotation.Controller")
        || type.getFields().stream()
            .anyMatch(
                field -> field.getRawType().getName().equals("com.sun.net.httpserver.HttpServer"));
  }
}
