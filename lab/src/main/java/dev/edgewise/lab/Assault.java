package dev.edgewise.lab;

import dev.edgewise.lab.hostile.Attacker;
import dev.edgewise.lab.hostile.Offence;
import dev.edgewise.lab.hostile.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Offenders at work: a process of their own that runs only when nobody else wants the processor, so
 * that what is measured is what they do to a daemon and not what they take from a small machine.
 *
 * @param offences committed at the same time
 * @param time how long
 */
record Assault(List<Offence> offences, Duration time) {
  private static final String NICEST = "19";

  /** All of a time that suits the slowest to be ended. */
  static Assault of(List<Offence> offences, Duration least) {
    Duration longest =
        offences.stream().map(Offence::within).max(Duration::compareTo).orElse(Duration.ZERO);
    Duration enough = longest.plusSeconds(2);
    return new Assault(offences, enough.compareTo(least) > 0 ? enough : least);
  }

  /**
   * Commits them and waits for the end.
   *
   * @param doors by name, as {@code grpc:PORT/method} or {@code http:PORT/path}
   */
  List<Report> commit(Map<String, String> doors, Path log)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(doors))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("the attacker failed; see " + log);
    }
    return out.lines().map(Report::parse).toList();
  }

  private List<String> command(Map<String, String> doors) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "nice",
                "-n",
                NICEST,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Attacker.class.getName(),
                Long.toString(time.toSeconds())));
    for (Offence offence : offences) {
      for (String door : doors.values()) {
        if (offence.fits(door)) {
          command.add(offence.name() + "=" + door);
        }
      }
    }
    return command;
  }

  @Override
  public String toString() {
    return String.join(", ", offences.stream().map(Offence::title).toList());
  }

  /** Each on its own. */
  static Stream<Assault> each(List<Offence> offences, Duration least) {
    return offences.stream().map(offence -> of(List.of(offence), least));
  }
}
