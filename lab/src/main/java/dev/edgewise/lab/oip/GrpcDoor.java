package dev.edgewise.lab.oip;

import dev.edgewise.lab.oip.rpc.Fields;
import dev.edgewise.lab.oip.rpc.GrpcClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The protocol by gRPC at one address. */
final class GrpcDoor implements AutoCloseable {
  private final GrpcClient client;

  GrpcDoor(String address) {
    this.client = GrpcClient.to(address);
  }

  /**
   * A request.
   *
   * @param method without its service
   * @param message its fields
   */
  record Request(String method, Fields message) {}

  /** Sends a request and reads what must be the same everywhere. */
  Outcome send(Request request) throws IOException {
    GrpcClient.Reply reply = client.call(request.method(), request.message().bytes());
    if (!reply.ok()) {
      return new Outcome(
          reply.status(),
          List.of(reply.words().isBlank() ? "no error is told" : "an error is told"),
          reply.words());
    }
    return new Outcome("OK", facts(request.method(), Fields.parse(reply.message())), "");
  }

  private static List<String> facts(String method, Fields answer) throws IOException {
    return switch (method) {
      case "ServerLive", "ServerReady", "ModelReady" ->
          List.of(answer.numbers(1).contains(1L) ? "yes" : "no");
      case "ModelInfer" -> inferred(answer);
      case "ModelMetadata" -> {
        List<String> facts = new ArrayList<>();
        facts.add("model " + answer.text(1) + " versions " + answer.texts(2));
        for (Fields input : answer.messages(4)) {
          facts.add("input " + tensor(input, 3));
        }
        for (Fields output : answer.messages(5)) {
          facts.add("output " + tensor(output, 3));
        }
        yield facts;
      }
      case "ModelConfig" -> {
        Fields config = answer.messages(1).getFirst();
        List<String> facts = new ArrayList<>();
        facts.add("model " + config.text(1));
        facts.add(config.numbers(4).stream().anyMatch(n -> n > 0) ? "has batches" : "has none");
        for (Fields input : config.messages(5)) {
          facts.add("input " + input.text(1) + input.numbers(2) + input.numbers(4));
        }
        for (Fields output : config.messages(6)) {
          facts.add("output " + output.text(1) + output.numbers(2) + output.numbers(3));
        }
        yield facts;
      }
      case "ModelStatistics" -> names("counts ", answer);
      case "RepositoryIndex" -> names("lists ", answer);
      default -> List.of();
    };
  }

  private static List<String> names(String verb, Fields answer) throws IOException {
    return answer.messages(1).stream().map(one -> verb + one.text(1)).sorted().distinct().toList();
  }

  private static List<String> inferred(Fields answer) throws IOException {
    List<String> facts = new ArrayList<>();
    facts.add("model " + answer.text(1) + " version " + answer.text(2) + " id " + answer.text(3));
    List<byte[]> raw = answer.allBytes(6);
    int index = 0;
    for (Fields output : answer.messages(5)) {
      String elements =
          index < raw.size() ? HexFormat.of().formatHex(raw.get(index)) : "without raw contents";
      facts.add("output " + tensor(output, 3) + " " + elements);
      index++;
    }
    return facts;
  }

  private static String tensor(Fields tensor, int shape) throws IOException {
    return tensor.text(1) + " " + tensor.text(2) + " " + tensor.numbers(shape);
  }

  @Override
  public void close() {
    client.close();
  }
}
