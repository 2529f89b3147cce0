package dev.edgewise.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ZoneFileTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void a_zone_is_known_by_its_name_and_its_max() {
    assertThat(ZoneFile.parse("# mine\nzone: west1\nmin: 0\nmax: 4\n"))
        .contains(new ZoneFile("west1", 4));
    assertThat(ZoneFile.parse("max: 12  # at most\nzone: 'east-2.b' # there\r\n"))
        .contains(new ZoneFile("east-2.b", 12));
  }

  @Test
  void what_a_file_does_not_say_may_be_the_most() {
    assertThat(ZoneFile.parse("zone: west1\n#max: 4\n")).contains(new ZoneFile("west1", 100));
    assertThat(ZoneFile.parse("zone: west1\nmax: 999\n")).contains(new ZoneFile("west1", 100));
    assertThat(ZoneFile.parse("zone: west1\nmax: 0\n")).contains(new ZoneFile("west1", 1));
  }

  @Test
  void a_file_without_a_zone_is_for_the_orchestrator_to_refuse() {
    assertThat(ZoneFile.parse("")).isEmpty();
    assertThat(ZoneFile.parse("max: 4\n  zone: nested\n")).isEmpty();
    assertThat(ZoneFile.parse("zone:\nmax: 4\n")).isEmpty();
  }

  @Test
  void any_text_is_read_without_a_fall() {
    Random random = new Random(11);
    String letters = "zone: max019'\"#\n\r\t-._\\é";
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      ZoneFile.parse(text.toString())
          .ifPresent(
              zone -> {
                assertThat(zone.zone()).isNotEmpty();
                assertThat(zone.max()).isBetween(1, 100);
              });
    }
  }

  @Test
  void a_folder_is_all_of_its_yaml_files() throws IOException {
    Files.writeString(folder.resolve("b.yml"), "zone: east1\nmax: 2\n");
    Files.writeString(folder.resolve("a.yaml"), "zone: west1\nmax: 3\n");
    Files.writeString(folder.resolve("notes.txt"), "zone: none\n");
    Path alone = Files.writeString(folder.resolve("alone.txt"), "zone: south1\nmax: 1\n");

    assertThat(ZoneFile.in(List.of(folder, alone)))
        .containsExactly(
            new ZoneFile("west1", 3), new ZoneFile("east1", 2), new ZoneFile("south1", 1));
  }
}
