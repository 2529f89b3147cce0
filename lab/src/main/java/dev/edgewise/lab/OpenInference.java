package dev.edgewise.lab;

import dev.edgewise.lab.oip.Oracle;
import dev.edgewise.lab.oip.PythonEnvironment;
import dev.edgewise.lab.process.DaemonProcess;
import dev.edgewise.lab.process.LabFleet;
import dev.edgewise.sdk.api.Edgewise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The real Triton as the judge of our Open Inference Protocol: the same good and bad requests to
 * it, to a gateway and to an agent, over one folder of models.
 */
enum OpenInference implements Campaign {
  OPEN_INFERENCE;

  @Override
  public String about() {
    return "the same requests, good and bad, to the real Triton, to a gateway and to an agent over"
        + " one folder of models: the same statuses and tensors but for what is told of,"
        + " with its reason (installs Triton from PyPI below target/peers; skipped where"
        + " that is out of reach)";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    PythonEnvironment python = peers(dist);
    Optional<String> missing = python.prepare();
    if (missing.isPresent()) {
      return Verdict.skipped(missing.get());
    }
    Path models = folder.resolve("models");
    Path samples = dist.resolveSibling("samples").resolve("clients").resolve("models");
    Oracle.models(
        models,
        name -> Files.readAllBytes(samples.resolve(name).resolve("1").resolve("model.onnx")));
    try (LabFleet fleet = LabFleet.start(dist, folder)) {
      DaemonProcess agent = fleet.cloud("west1-a", "west1", "--models", models.toString());
      try (Edgewise eco = fleet.application()) {
        fleet.awaitReady(eco);
        Oracle.Report report =
            Oracle.compare(
                python,
                models,
                folder,
                new Oracle.Ours(
                    "127.0.0.1:" + fleet.orchestrator().httpPort(),
                    fleet.address(),
                    agent.address()));
        return new Verdict(report.held(), String.join("\n      ", report.lines()));
      }
    }
  }

  /** Where the servers that others wrote are installed: made once for all campaigns. */
  static PythonEnvironment peers(Path dist) {
    return new PythonEnvironment(dist.resolveSibling("target").resolve("peers"));
  }
}
