package dev.edgewise.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Rules that hold for all of our code, whatever its module. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HouseRulesTest {
  /** What reads the machine's clock, waits on it, or draws numbers that nobody can repeat. */
  private static final Map<String, Set<String>> NOT_REPEATABLE =
      Map.ofEntries(
          Map.entry("java.lang.System", Set.of("nanoTime", "currentTimeMillis")),
          Map.entry("java.lang.Thread", Set.of("sleep")),
          Map.entry("java.util.concurrent.TimeUnit", Set.of("sleep")),
          Map.entry("java.time.Instant", Set.of("now")),
          Map.entry("java.time.LocalDate", Set.of("now")),
          Map.entry("java.time.LocalDateTime", Set.of("now")),
          Map.entry("java.time.OffsetDateTime", Set.of("now")),
          Map.entry("java.time.ZonedDateTime", Set.of("now")),
          Map.entry("java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system")),
          Map.entry("java.lang.Math", Set.of("random")),
          Map.entry("java.util.UUID", Set.of("randomUUID")),
          Map.entry("java.util.concurrent.ThreadLocalRandom", Set.of("current")),
          Map.entry("java.util.random.RandomGenerator", Set.of("getDefault")));

  /**
   * The classes that may do so all the same, each with its reason. Inner classes share the leave of
   * the outer one.
   */
  private static final Map<String, String> MAY_TOUCH_THE_MACHINE =
      Map.of("dev.edgewise.core.SystemClock", "it is the clock that everything else is handed");

  /** Whole packages that may, each with its reason. */
  private static final Map<String, String> PACKAGES_THAT_MAY_TOUCH_THE_MACHINE =
      Map.of(
          "dev.edgewise.lab",
          "campaigns load real processes in real time; nothing else links them",
          "dev.edgewise.lab.hostile",
          "the attackers of such a campaign",
          "dev.edgewise.lab.process",
          "waits for real processes, in real time");

  /** Files that are longer than 400 lines, each with its reason. */
  private static final Map<String, String> MAY_BE_LONG = Map.of();

  private static final Map<String, Integer> MOST_LINES =
      Map.of("src/main/java", 400, "src/test/java", 500);

  private final List<String> written = new ArrayList<>();
  private JavaClasses ours = Project.classes(List.of());

  @BeforeAll
  void importOurClasses() {
    written.addAll(Project.modules());
    // Not the code that protoc wrote; whoever uses it is checked.
    written.removeAll(List.of("bom", "architecture", "standalone-test", "proto"));
    ours = Project.classes(written);
    assertThat(ours).as("compiled classes of all modules").hasSizeGreaterThan(50);
  }

  @Test
  void grpc_and_protobuf_are_seen_only_where_the_wire_is() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.edgewise.sdk.wire..", "..rpc..", "dev.edgewise.processor.emit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.grpc..", "com.google.protobuf..", "io.netty..", "dev.edgewise.proto..")
        .because("whoever reads the rest of the code should not have to know them")
        .check(ours);
  }

  @Test
  void no_class_is_named_after_nothing() {
    noClasses()
        .should()
        .haveNameMatching(".*(Manager|Utils?|Helpers?|Impl)")
        .because("a name says what a thing is or adds")
        .check(ours);
  }

  @Test
  void time_and_chance_are_handed_in() {
    classes().should(new TouchOnlyWhatCanBeRepeated()).check(ours);
  }

  @Test
  void the_leave_to_touch_the_machine_is_given_only_to_classes_that_use_it() {
    Set<String> unused = new TreeSet<>(MAY_TOUCH_THE_MACHINE.keySet());
    unused.addAll(PACKAGES_THAT_MAY_TOUCH_THE_MACHINE.keySet());
    for (JavaClass type : ours) {
      if (type.getAccessesFromSelf().stream().anyMatch(HouseRulesTest::cannotBeRepeated)) {
        unused.remove(outermost(type));
        unused.remove(type.getPackageName());
      }
    }
    assertThat(unused).isEmpty();
  }

  @Test
  void the_router_knows_no_clock_no_chance_and_no_thread() {
    noClasses()
        .that()
        .resideInAPackage("dev.edgewise.core.router..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.concurrent..", "java.util.random..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("dev.edgewise.core.Clock")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .orShould()
        .callMethod(Math.class, "random")
        .because("the same question must always get the same answer")
        .check(ours);
  }

  @Test
  void packages_are_free_of_cycles() {
    slices().matching("dev.edgewise.(**)").should().beFreeOfCycles().check(ours);
  }

  @Test
  void no_static_field_can_change() {
    fields()
        .that()
        .areStatic()
        .should()
        .beFinal()
        .because("static mutable state cannot be tested twice")
        .check(ours);
  }

  @Test
  void every_package_is_null_marked_and_says_what_it_is() throws IOException {
    Set<Path> packages = new TreeSet<>();
    for (String module : written) {
      Project.sources(module, "src/main/java").forEach(source -> packages.add(source.getParent()));
    }
    assertThat(packages).isNotEmpty();
    List<String> wrong = new ArrayList<>();
    for (Path folder : packages) {
      Path info = folder.resolve("package-info.java");
      String text = Files.exists(info) ? Files.readString(info) : "";
      if (!text.contains("@NullMarked") || !text.contains("/**")) {
        wrong.add(Project.path("").relativize(folder).toString());
      }
    }
    assertThat(wrong)
        .as("packages without a package-info.java that has @NullMarked and a sentence")
        .isEmpty();
  }

  @Test
  void a_source_file_fits_into_a_head() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (String module : Project.modules()) {
      for (String tree : MOST_LINES.keySet()) {
        for (Path source : Project.sources(module, tree)) {
          long lines;
          try (var stream = Files.lines(source)) {
            lines = stream.count();
          }
          String name = Project.path("").relativize(source).toString();
          if (lines > requireNonNull(MOST_LINES.get(tree)) && !MAY_BE_LONG.containsKey(name)) {
            tooLong.add(name + " has " + lines);
          }
        }
      }
    }
    assertThat(tooLong).as("files of more lines than %s", MOST_LINES).isEmpty();
  }

  private static boolean cannotBeRepeated(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getFullName();
    String name = access.getTarget().getName();
    if (NOT_REPEATABLE.getOrDefault(owner, Set.of()).contains(name)) {
      return true;
    }
    return owner.equals("java.util.Random")
        && access.getTarget().getFullName().endsWith("<init>()");
  }

  private static String outermost(JavaClass type) {
    String name = type.getFullName();
    int dollar = name.indexOf('$');
    return dollar < 0 ? name : name.substring(0, dollar);
  }

  private static final class TouchOnlyWhatCanBeRepeated extends ArchCondition<JavaClass> {
    TouchOnlyWhatCanBeRepeated() {
      super("ask core.Clock, core.Scheduler and a random source that they are handed");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      if (MAY_TOUCH_THE_MACHINE.containsKey(outermost(type))
          || PACKAGES_THAT_MAY_TOUCH_THE_MACHINE.containsKey(type.getPackageName())) {
        return;
      }
      type.getAccessesFromSelf().stream()
          .filter(HouseRulesTest::cannotBeRepeated)
          .forEach(
              access -> events.add(SimpleConditionEvent.violated(type, access.getDescription())));
    }
  }
}
