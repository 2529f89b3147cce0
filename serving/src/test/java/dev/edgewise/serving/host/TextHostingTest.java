package dev.edgewise.serving.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.annotations.Label;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.ServedModel;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.CompleteRequest;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.TextChunk;
import dev.edgewise.serving.text.TextTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextHostingTest {
  private final Path folder;
  private final List<TextTimes> times = new ArrayList<>();

  TextHostingTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("tiny-lm.gguf"), "weights");
    Files.createDirectories(folder.resolve("other-lm/3"));
    Files.writeString(folder.resolve("other-lm/3/model.gguf"), "other weights");
  }

  private ServingHost open() {
    return Hosts.open(
        folder,
        Optional.empty(),
        Map.of("textContext", "120", "textStreams", "2"),
        List.of(),
        new ServingListener() {
          @Override
          public void wrote(String model, TextTimes took) {
            assertThat(model).isEqualTo("tiny-lm");
            times.add(took);
          }
        });
  }

  private static final class Items implements ItemSink {
    final List<TextChunk> chunks = new ArrayList<>();
    int opened;

    @Override
    public void opened() {
      opened++;
    }

    @Override
    public void item(Message item) {
      chunks.add(WireReader.decode(ModelCodecs.TEXT_CHUNK, item));
    }
  }

  @Test
  void a_file_of_weights_is_a_model_that_completes_texts() throws Exception {
    try (ServingHost host = open()) {
      assertThat(host.models())
          .extracting(ServedModel::name, ServedModel::kind, ServedModel::engine)
          .containsExactlyInAnyOrder(
              org.assertj.core.groups.Tuple.tuple("tiny-lm", "text-generation", "fake-language"),
              org.assertj.core.groups.Tuple.tuple("other-lm", "text-generation", "fake-language"));
      ServedModel model =
          host.models().stream().filter(m -> m.name().equals("tiny-lm")).findFirst().orElseThrow();
      Items items = new Items();
      String method = "edgewise.models.v1.tiny_lm/Complete";
      Message request =
          WireWriter.encode(ModelCodecs.COMPLETE_REQUEST, CompleteRequest.of("Once upon"));

      model.stream(method, request, Hosts.call("", Label.INTERNAL), items);

      assertThat(items.opened).isEqualTo(1);
      assertThat(items.chunks.getLast().usage().orElseThrow().promptTokens()).isEqualTo(9);
      assertThat(times).hasSize(1);
      assertThat(times.getFirst().written())
          .isEqualTo(items.chunks.getLast().usage().orElseThrow().completionTokens());
      // Weights, and two sessions of 120 tokens: 1,000 + 2 × 120.
      assertThat(host.usedBytes()).isEqualTo(1_240);
      assertThatThrownBy(() -> model.call(method, request, Hosts.call("", Label.INTERNAL)))
          .hasMessageContaining("does not answer");
    }
  }
}
