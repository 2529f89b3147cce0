package dev.edgewise.cli.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.edgewise.cli.FakeShell;
import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.core.tls.Credential;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.core.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CertsTest {
  private static final String[] EDGE01 = {
    "certs", "issue", "node", "edge01", "--site", "shop-7", "--tier", "edge"
  };

  private final Path folder;
  private final Path certs;

  CertsTest(@TempDir Path folder) {
    this.folder = folder;
    this.certs = folder.resolve("pki");
  }

  /** What a command printed and how it ended. */
  private record Ran(int exit, String out, String err) {
    JsonObject json() {
      return JsonParser.parseString(out).getAsJsonObject();
    }
  }

  private Ran run(String... arguments) {
    FakeShell shell = FakeShell.in(folder);
    String[] all =
        Stream.concat(Stream.of(arguments), Stream.of("--folder", "pki")).toArray(String[]::new);
    int exit = shell.run(all);
    return new Ran(exit, shell.out(), shell.err());
  }

  private Ran edge01(String... more) {
    return run(Stream.concat(Stream.of(EDGE01), Stream.of(more)).toArray(String[]::new));
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void a_ca_is_made_once_and_its_key_is_its_owners() throws IOException {
    Ran first = run("certs", "init");

    assertThat(first.exit()).isZero();
    assertThat(first.out()).contains("Edgewise CA ", "(3650 days)", "ca-key.pem", "certs issue");
    assertThat(permissions(certs)).isEqualTo("rwx------");
    assertThat(permissions(certs.resolve("ca-key.pem"))).isEqualTo("rw-------");
    assertThat(permissions(certs.resolve("ca.pem"))).startsWith("rw-r");
    String key = Files.readString(certs.resolve("ca-key.pem"));

    Ran second = run("certs", "init");

    assertThat(second.exit()).isEqualTo(1);
    assertThat(second.err()).contains("EW9006", "--force");
    assertThat(certs.resolve("ca-key.pem")).hasContent(key);
    assertThat(run("certs", "init", "--force").exit()).isZero();
    assertThat(Files.readString(certs.resolve("ca-key.pem"))).isNotEqualTo(key);
    assertThat(permissions(certs.resolve("ca-key.pem"))).isEqualTo("rw-------");
  }

  @Test
  void what_is_issued_is_one_file_with_all_that_a_node_needs() throws IOException {
    run("certs", "init");

    Ran issued = edge01("--host", "edge01.lan", "--host", "10.0.0.7");

    assertThat(issued.exit()).isZero();
    assertThat(issued.out())
        .contains(
            "edge01.pem",
            "edgewise://node/edge01?site=shop-7&tier=edge",
            "(90 days)",
            "0:0:0:0:0:0:0:1, 10.0.0.7, 127.0.0.1, edge01.lan, localhost");
    Path file = certs.resolve("edge01.pem");
    assertThat(permissions(file)).isEqualTo("rw-------");
    Credential credential = TlsFiles.in(file).read().credential(Instant.now());
    assertThat(credential.identity().site()).contains("shop-7");
    assertThat(credential.own().chain()).hasSize(1);
    assertThat(credential.anchors()).hasSize(1);
  }

  @Test
  void a_file_that_is_there_is_kept_unless_it_is_forced() throws IOException {
    run("certs", "init");
    edge01();
    String before = Files.readString(certs.resolve("edge01.pem"));

    Ran again = edge01();

    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.err()).contains("EW9006", "edge01.pem", "--force");
    assertThat(certs.resolve("edge01.pem")).hasContent(before);
    assertThat(edge01("--force").exit()).isZero();
    assertThat(Files.readString(certs.resolve("edge01.pem"))).isNotEqualTo(before);
    try (Stream<Path> files = Files.list(certs)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("ca.pem", "ca-key.pem", "edge01.pem");
    }
  }

  @Test
  void several_are_issued_at_once_to_a_folder_without_the_key_of_the_ca() throws IOException {
    run("certs", "init");
    String[] west = {
      "certs",
      "issue",
      "node",
      "west1-9",
      "--count",
      "3",
      "--site",
      "west1",
      "--tier",
      "cloud",
      "--to",
      "zone-certs"
    };

    Ran issued = run(west);

    assertThat(issued.err()).isEmpty();
    assertThat(issued.out())
        .contains("west1-9.pem to west1-11.pem are there")
        .contains("edgewise://node/west1-9?site=west1&tier=cloud and on");
    Path nodes = folder.resolve("zone-certs");
    assertThat(permissions(nodes)).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(nodes)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("west1-9.pem", "west1-10.pem", "west1-11.pem");
    }
    assertThat(TlsFiles.in(nodes.resolve("west1-11.pem")).identity())
        .hasToString("edgewise://node/west1-11?site=west1&tier=cloud");

    Files.delete(nodes.resolve("west1-9.pem"));
    assertThat(run(west).err()).contains("EW9006", "2 are there", "west1-10.pem", "--force");
    assertThat(nodes.resolve("west1-9.pem")).as("all of them or none").doesNotExist();
    JsonObject json =
        run(Stream.concat(Stream.of(west), Stream.of("--force", "-o", "json"))
                .toArray(String[]::new))
            .json();
    assertThat(json.get("schema").getAsString()).isEqualTo("edgewise.certs.issued/1");
    assertThat(json.get("certificates").getAsJsonArray()).hasSize(3);
  }

  @Test
  void a_fleet_that_is_thrown_away_has_its_zones_nodes_in_a_folder_of_their_own()
      throws IOException {
    Path nodes = LocalCertificates.in(certs, FakeShell.in(folder).shell()).zoneNodes("west1", 2);

    assertThat(nodes.getParent()).isEqualTo(certs);
    try (Stream<Path> files = Files.list(nodes)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("west1-1.pem", "west1-2.pem");
    }
    Credential second = TlsFiles.in(nodes.resolve("west1-2.pem")).read().credential(Instant.now());
    assertThat(second.identity()).hasToString("edgewise://node/west1-2?site=west1&tier=cloud");
  }

  @Test
  void a_link_is_replaced_and_not_followed() throws IOException {
    run("certs", "init");
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "mine");
    Files.createSymbolicLink(certs.resolve("edge01.pem"), elsewhere);

    assertThat(edge01().exit()).isEqualTo(1);
    assertThat(edge01("--force").exit()).isZero();
    assertThat(elsewhere).hasContent("mine");
    assertThat(Files.isSymbolicLink(certs.resolve("edge01.pem"))).isFalse();
  }

  @Test
  void without_a_ca_nothing_is_issued_or_shown() {
    assertThat(edge01().err()).contains("EW9003", "there is no CA", "certs init");
    assertThat(run("certs", "show").err()).contains("EW9003", "certs init");
    assertThat(certs).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node edge01 --site shop-7 | a node needs --tier",
        "node edge01 --tier edge | a node needs --site",
        "node edge01 --site shop-7 --tier edge --tenant t | --tenant means nothing for a node",
        "client till-3 --site shop-7 | --site means nothing for a client",
        "client till-3 --tier edge | --tier means nothing for a client",
        "client till-3 --host a.example.org | --host means nothing for a client",
        "orchestrator main --tenant t | --tenant means nothing for an orchestrator",
        "client till/3 | client: \"till/3\"",
        "client till-3 --tenant a/b | tenant: \"a/b\"",
        "client ca | nobody can be called",
        "client CA-Key | nobody can be called",
        "client till-3 --days 0 | --days: 0 is out of range",
        "client till-3 --days 398 | --days: 398 is out of range",
        "orchestrator main --host *.example.org | neither a name nor an IP address",
        "admin root | admin",
        "node edge01 --site s --tier fog | fog",
        "node west --count 2 --site s --tier cloud | --count: 'west' has no number",
        "node west1-1 --count 0 --site s --tier cloud | --count: 0 is out of range",
        "node west1-1 --count 101 --site s --tier cloud | --count: 101 is out of range"
      })
  void what_makes_no_sense_is_refused(String arguments, String words) {
    run("certs", "init");

    Ran ran = run(("certs issue " + arguments).split(" ", -1));

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("EW9001", words);
  }

  @Test
  void a_ca_whose_files_do_not_belong_together_is_refused() throws IOException {
    run("certs", "init");
    String old = Files.readString(certs.resolve("ca.pem"));
    run("certs", "init", "--force");
    Files.writeString(certs.resolve("ca.pem"), old);

    assertThat(edge01().err()).contains("EW7012", "ca-key.pem", "made together");

    Files.delete(certs.resolve("ca.pem"));
    assertThat(edge01().err()).contains("EW7012", "ca.pem", "nothing is there");
  }

  @Test
  void what_was_issued_is_shown_with_the_days_that_are_left() {
    run("certs", "init");
    edge01();
    run("certs", "issue", "client", "till-3", "--tenant", "shop-7", "--days", "5");

    Ran shown = run("certs", "show");

    assertThat(shown.exit()).isZero();
    assertThat(shown.out().lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).matches("NAME +ROLE +SITE +TIER +TENANT +DAYS +STATE"),
            line -> assertThat(line).matches("ca +CA +- +- +- +36(49|50) +ok"),
            line -> assertThat(line).matches("edge01 +node +shop-7 +edge +- +(89|90) +ok"),
            line -> assertThat(line).matches("till-3 +client +- +- +shop-7 +[45] +ok"),
            line -> assertThat(line).isEmpty(),
            line -> assertThat(line).startsWith("Folder: "));

    Ran soon = run("certs", "show", "--within", "30");

    assertThat(soon.exit()).isEqualTo(3);
    assertThat(soon.out())
        .containsPattern("till-3 .* expires soon")
        .containsPattern("edge01 .* ok");
  }

  @Test
  void one_is_shown_with_all_that_is_in_it() {
    run("certs", "init");
    edge01("--host", "edge01.lan");

    Ran shown = run("certs", "show", "edge01");

    assertThat(shown.exit()).isZero();
    assertThat(shown.out())
        .contains("edgewise://node/edge01?site=shop-7&tier=edge", "edge01.lan", "Edgewise CA ")
        .containsPattern("SHA-256 +[0-9a-f]{64}")
        .doesNotContain("PRIVATE");
    assertThat(run("certs", "show", "ca").exit()).isZero();
    assertThat(run("certs", "show", "edge02").err()).contains("EW9003", "Did you mean edge01");
  }

  @Test
  void programs_get_the_same_in_json() {
    JsonObject made = run("certs", "init", "-o", "json").json();
    assertThat(made.get("schema").getAsString()).isEqualTo("edgewise.certs.init/1");
    assertThat(made.get("daysLeft").getAsInt()).isEqualTo(3_650);

    JsonObject issued = edge01("-o", "json").json();
    assertThat(issued.get("schema").getAsString()).isEqualTo("edgewise.certs.issue/1");
    assertThat(issued.get("who").getAsString())
        .isEqualTo("edgewise://node/edge01?site=shop-7&tier=edge");
    assertThat(issued.get("tier").getAsString()).isEqualTo("edge");
    assertThat(issued.get("hosts").getAsJsonArray()).hasSize(3);

    JsonObject shown = run("certs", "show", "-o", "json").json();
    assertThat(shown.get("schema").getAsString()).isEqualTo("edgewise.certs/1");
    assertThat(shown.get("certificates").getAsJsonArray()).hasSize(2);
    assertThat(shown.get("broken").getAsJsonArray()).isEmpty();
    assertThat(shown.toString()).doesNotContain("PRIVATE");
  }

  @Test
  void what_is_wrong_with_one_is_shown_and_ends_with_another_code() throws IOException {
    Instant now = Instant.now();
    CertFolder files = new CertFolder(certs);
    Authority ca = Authority.create(now.minus(Duration.ofDays(100)), 3_650, new Random(1));
    files.write(ca);
    write(files, ca, "gone", now.minus(Duration.ofDays(95)), 90);
    write(files, ca, "early", now.plus(Duration.ofDays(2)), 90);
    Authority other = Authority.create(now, 10, new Random(2));
    write(files, other, "strange", now, 1);
    write(files, ca, "seen", now, 90);
    Files.setPosixFilePermissions(
        certs.resolve("seen.pem"), PosixFilePermissions.fromString("rw-r-----"));
    Files.writeString(certs.resolve("torn.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n");
    Files.writeString(certs.resolve("notes.txt"), "not ours to judge");

    Ran shown = run("certs", "show");

    assertThat(shown.exit()).isEqualTo(3);
    assertThat(shown.out())
        .containsPattern("gone +client +- +- +- +-6 +expired")
        .containsPattern("early .* not yet valid")
        .containsPattern("strange .* of another CA")
        .containsPattern("seen .* key readable by others")
        .containsPattern("torn .* cannot be read: .*does not end")
        .doesNotContain("notes");
    for (String each : List.of("gone", "early", "strange", "seen", "torn")) {
      assertThat(run("certs", "show", each).exit()).as(each).isEqualTo(3);
    }
    assertThat(run("certs", "show", "ca").exit()).isZero();
  }

  @Test
  void the_ca_is_shown_as_open_when_its_key_is() throws IOException {
    run("certs", "init");
    Files.setPosixFilePermissions(
        certs.resolve("ca-key.pem"), PosixFilePermissions.fromString("rw----r--"));

    Ran shown = run("certs", "show");

    assertThat(shown.exit()).isEqualTo(3);
    assertThat(shown.out()).containsPattern("ca +CA .* key readable by others");
  }

  @Test
  void nobody_has_the_file_of_the_ca() {
    CertFolder files = new CertFolder(certs);
    assertThatThrownBy(() -> files.file("Ca")).isInstanceOf(CommandFailure.class);
    assertThat(files.file("cab")).isEqualTo(certs.resolve("cab.pem"));
  }

  private static void write(CertFolder files, Authority by, String name, Instant at, int days)
      throws IOException {
    files.write(
        files.file(name),
        by.issue(
            PeerIdentity.client(name, Optional.empty()),
            List.of(),
            at,
            days,
            new Random(name.hashCode())),
        by);
  }
}
