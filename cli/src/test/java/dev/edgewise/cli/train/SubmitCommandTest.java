package dev.edgewise.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.cli.FakeShell;
import dev.edgewise.cli.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a job's file may say, and the same job for Kubernetes. */
final class SubmitCommandTest {
  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void files() throws IOException {
    Files.writeString(folder.resolve("train.py"), "print(\"x\\n\")\n# ä: 'y'\n");
    Files.write(folder.resolve("faces.bin"), new byte[] {0, 1, 2, (byte) 0xff});
  }

  private FakeShell submit(String job, String... more) throws IOException {
    Files.writeString(folder.resolve("job.yaml"), job);
    FakeShell shell = FakeShell.in(folder);
    String[] arguments = new String[3 + more.length];
    arguments[0] = "train";
    arguments[1] = "submit";
    arguments[2] = "job.yaml";
    System.arraycopy(more, 0, arguments, 3, more.length);
    shell.run(arguments);
    return shell;
  }

  @Test
  void a_job_is_printed_for_kubernetes() throws IOException {
    FakeShell shell =
        submit(
            """
            name: Face Quality
            """
                    .replace("Face Quality", "Face_Quality")
                + """
                script: train.py
                zone: west1
                worldSize: 2
                data: [faces.bin]
                parameters: {epochs: 3, note: 'a "b"'}
                memory: 512MiB
                cpus: 2
                """,
            "-o",
            "yaml",
            "--image",
            "registry.example/torch:2");
    assertThat(shell.err()).isEmpty();
    Golden.check("train-kubernetes.yaml", shell.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zone: west1 | script: missing",
        "{script: train.py} | zone: missing",
        "{script: nothing.py, zone: west1} | script: no file that can be read is at",
        "{script: train.py, zone: west1, worldSiz: 2} | it has no key \"worldSiz\"",
        "{script: train.py, zone: west1, worldSize: two} | worldSize: \"two\" is no whole number",
        "{script: train.py, zone: west1, worldSize: 65} | worldSize: 65 (expected: 1 to 64)",
        "{script: train.py, zone: west1, memory: lots} | memory",
        "{script: train.py, zone: west1, silence: 3 weeks} | silence",
        "{script: [train.py], zone: west1} | script: expected a plain value",
        "{script: train.py, zone: west1, parameters: 3} | parameters: expected lines",
        "{script: train.py, zone: west1, data: [[x]]} | data: expected a plain value",
        "'just a sentence' | it has no lines of the form",
        "'{' | it is not YAML"
      })
  void what_is_wrong_with_a_job_is_told_before_anything_is_sent(String job, String why)
      throws IOException {
    FakeShell shell = submit(job);
    assertThat(shell.err())
        .contains("the job of ", " cannot be submitted (EW9001)", why, "train submit --help");
    assertThat(shell.out()).isEmpty();
  }
}
