package dev.edgewise.lab.oip;

import dev.edgewise.bench.load.ClosedLoop;
import dev.edgewise.lab.oip.rpc.Fields;
import dev.edgewise.lab.oip.rpc.GrpcClient;
import dev.edgewise.lab.serve.OnnxMlp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;

/** The network of the race, and calls of it: one row of 512 floats there and back. */
final class RaceModel {
  static final int WIDTH = OnnxMlp.WIDTH;
  private static final int MOST_ROWS = 32;

  private RaceModel() {}

  /** Once for each way in which Triton may run it. */
  static void write(Repository repository) throws IOException {
    byte[] file = Repository.bytes(OnnxMlp.file(1));
    String type = "TYPE_FP32";
    repository.add("together", new Repository.Kind(MOST_ROWS, type, WIDTH, 1, true), file);
    repository.add("twice", new Repository.Kind(MOST_ROWS, type, WIDTH, 2, true), file);
    repository.add("single", new Repository.Kind(MOST_ROWS, type, WIDTH, 1, false), file);
  }

  /** The file of one of them: they are all the same. */
  static Path file(Path models) {
    return models.resolve("single").resolve("1").resolve("model.onnx");
  }

  private static byte[] row() {
    ByteBuffer row = ByteBuffer.allocate(WIDTH * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < WIDTH; i++) {
      row.putFloat((float) Math.sin(i));
    }
    return row.array();
  }

  static Client client(String address) {
    return new Client(GrpcClient.to(address));
  }

  /** By gRPC. */
  static final class Client implements AutoCloseable {
    private final GrpcClient client;

    private Client(GrpcClient client) {
      this.client = client;
    }

    ClosedLoop.Call call(String model) {
      byte[] request =
          Fields.none()
              .text(1, model)
              .message(5, Fields.none().text(1, "x").text(2, "FP32").numbers(3, 1, WIDTH))
              .bytes(7, row())
              .bytes();
      return () -> {
        GrpcClient.Reply reply = client.call("ModelInfer", request);
        // Looking at every element of every answer would measure the looking.
        if (!reply.ok() || reply.message().length < WIDTH * Float.BYTES) {
          throw new IOException(model + ": " + reply.status() + " " + reply.words());
        }
      };
    }

    @Override
    public void close() {
      client.close();
    }
  }

  static HttpClient httpClient(String address) {
    return new HttpClient(address);
  }

  /** By HTTP, as mosec takes it: the bare floats. */
  static final class HttpClient implements AutoCloseable {
    private final java.net.http.HttpClient http =
        java.net.http.HttpClient.newBuilder()
            .version(java.net.http.HttpClient.Version.HTTP_1_1)
            .build();
    private final String address;

    private HttpClient(String address) {
      this.address = address;
    }

    ClosedLoop.Call call() {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + address + "/inference"))
              .timeout(Duration.ofSeconds(60))
              .POST(HttpRequest.BodyPublishers.ofByteArray(row()))
              .build();
      return () -> {
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200 || response.body().length != WIDTH * Float.BYTES) {
          throw new IOException("mosec: " + response.statusCode());
        }
      };
    }

    @Override
    public void close() {
      http.shutdownNow();
    }
  }
}
