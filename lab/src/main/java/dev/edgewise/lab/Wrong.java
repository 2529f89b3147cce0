package dev.edgewise.lab;

import dev.edgewise.lab.process.LabFleet;
import dev.edgewise.lab.wrong.WrongInput;
import dev.edgewise.sdk.api.Edgewise;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Everything that a gateway cannot take, sent to a real one, and judged by status, code and words.
 * The answers are printed, as only people can tell whether they help.
 */
enum Wrong implements Campaign {
  WRONG_INPUTS;

  @Override
  public String about() {
    return WrongInput.all().size()
        + " wrong inputs at the gateway: each gets the right status and code, and is told what is"
        + " wrong and what to do";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    try (LabFleet fleet = LabFleet.start(dist, folder)) {
      fleet.edge("edge-1", "--services", fleet.jar("lab") + "," + fleet.jar("samples/hello"));
      try (Edgewise eco = fleet.application()) {
        fleet.awaitReady(eco);
        int httpPort = fleet.orchestrator().httpPort();
        boolean held = true;
        StringBuilder lines = new StringBuilder();
        for (WrongInput input : WrongInput.all()) {
          WrongInput.Verdict verdict = input.at(httpPort, fleet.address());
          held &= verdict.right();
          lines.append("\n      ").append(verdict.line());
        }
        return new Verdict(held, "answers:" + lines);
      }
    }
  }
}
