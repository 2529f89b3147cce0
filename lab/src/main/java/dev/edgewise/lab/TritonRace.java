package dev.edgewise.lab;

import dev.edgewise.lab.oip.PythonEnvironment;
import dev.edgewise.lab.oip.Race;
import dev.edgewise.lab.process.DaemonProcess;
import dev.edgewise.lab.process.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** An agent against the real Triton, with mosec beside them. */
enum TritonRace implements Campaign {
  /** As it stands in the documents. */
  TRITON_RACE(60, 20, Duration.ofSeconds(1), Duration.ofSeconds(2)),
  /** To see whether it runs. */
  TRITON_RACE_SHORT(40, 5, Duration.ofMillis(500), Duration.ofSeconds(1));

  private final int warmSeconds;
  private final int rounds;
  private final Duration idle;
  private final Duration load;

  TritonRace(int warmSeconds, int rounds, Duration idle, Duration load) {
    this.warmSeconds = warmSeconds;
    this.rounds = rounds;
    this.idle = idle;
    this.load = load;
  }

  @Override
  public String about() {
    return "a 4-layer 512² network in ONNX Runtime behind an agent, the real Triton and mosec, "
        + rounds
        + " rounds in turns: by gRPC the agent is ahead of Triton with one caller and with eight"
        + " (installs both from PyPI below target/peers; skipped where that is out of reach)";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    PythonEnvironment python = OpenInference.peers(dist);
    Optional<String> missing = python.prepare();
    if (missing.isPresent()) {
      return Verdict.skipped(missing.get());
    }
    Path models = folder.resolve("models");
    Race.models(models);
    try (DaemonProcess agent =
        DaemonProcess.cloud(
            new Programs(dist),
            folder,
            "west1-a",
            "west1",
            "--models",
            models.toString(),
            "--model-preload",
            "together")) {
      Race.Report report =
          Race.run(
              python,
              models,
              folder,
              agent.address(),
              new Race.Plan(Duration.ofSeconds(warmSeconds), rounds, idle, load));
      return new Verdict(report.held(), report.text().replace("\n", "\n      "));
    }
  }
}
