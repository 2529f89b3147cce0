package dev.edgewise.lab.generate;

import static dev.edgewise.sdk.api.TextOption.maxTokens;
import static dev.edgewise.sdk.api.TextOption.temperature;

import dev.edgewise.core.Clock;
import dev.edgewise.lab.process.DaemonProcess;
import dev.edgewise.lab.process.ModelFile;
import dev.edgewise.lab.process.Programs;
import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.sdk.api.TextGeneration;
import dev.edgewise.sdk.spi.model.TextChunk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Ours: a model on an agent as users run it, called through the SDK. */
final class Agent implements Contender {
  static final String NAME = "edgewise";

  private final DaemonProcess agent;
  private final Edgewise eco;
  private final TextGeneration text;

  private Agent(DaemonProcess agent, Edgewise eco, TextGeneration text) {
    this.agent = agent;
    this.eco = eco;
    this.text = text;
  }

  static Agent start(Path dist, Path model, int threads, Path folder) throws IOException {
    Path models = folder.resolve("models");
    ModelFile file = new ModelFile(model);
    file.into(models);
    DaemonProcess agent =
        DaemonProcess.edge(
            new Programs(dist),
            folder,
            "bench-edge01",
            "--models",
            models.toString(),
            "--model-threads",
            Integer.toString(threads));
    Edgewise eco = Edgewise.builder().edgeNodes("bench-edge01=" + agent.address()).build();
    return new Agent(agent, eco, eco.modelService(file.name()).build().as(TextGeneration.class));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Run run(List<String> prompts, int tokens) throws InterruptedException {
    return Together.run(Clock.system(), prompts, tokens, this::write);
  }

  private int write(String prompt, int tokens, Runnable onPiece) {
    int made = 0;
    try (Stream<TextChunk> chunks = text.stream(prompt, maxTokens(tokens), temperature(0))) {
      for (TextChunk chunk : (Iterable<TextChunk>) chunks::iterator) {
        if (chunk.tokens().length > 0) {
          onPiece.run();
          made += chunk.tokens().length;
        }
      }
    }
    return made;
  }

  @Override
  public void close() {
    eco.close();
    agent.close();
  }
}
