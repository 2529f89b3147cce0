package dev.edgewise.lab.oip;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends the same requests to Triton and to us and compares what comes back. */
public final class Oracle {
  private final List<String> lines = new ArrayList<>();
  private int same;
  private int deviating;
  private int wrong;

  Oracle() {}

  /**
   * What it found.
   *
   * @param held whether every difference is one that is told of, and each that is told of was there
   * @param lines a summary, then each difference
   */
  public record Report(boolean held, List<String> lines) {}

  /**
   * The folder of models that both serve.
   *
   * @param folder where to write it
   * @param from the folder of the models of {@code samples/clients}
   */
  public static void models(Path folder, Models from) throws IOException {
    Repository repository = new Repository(folder);
    repository.add("line", new Repository.Kind(32, "TYPE_FP32", 3, 1, true), from.model("line"));
    repository.add(
        "words", new Repository.Kind(0, "TYPE_STRING", -1, 1, false), from.model("words"));
    repository.add("half", new Repository.Kind(0, "TYPE_FP16", -1, 1, false), from.model("half"));
  }

  /** Where models come from. */
  @FunctionalInterface
  public interface Models {
    /** The file of a model. */
    byte[] model(String name) throws IOException;
  }

  /**
   * Where we are.
   *
   * @param gatewayHttp address
   * @param gatewayGrpc address
   * @param agentGrpc address
   */
  public record Ours(String gatewayHttp, String gatewayGrpc, String agentGrpc) {}

  /** Starts Triton over the models that we serve, and asks both. */
  public static Report compare(PythonEnvironment python, Path models, Path work, Ours ours)
      throws IOException, InterruptedException {
    Oracle oracle = new Oracle();
    try (TritonServer triton = TritonServer.start(python, models, work);
        RestDoor theirRest = new RestDoor(triton.httpAddress());
        RestDoor gatewayRest = new RestDoor(ours.gatewayHttp());
        GrpcDoor theirGrpc = new GrpcDoor(triton.grpcAddress());
        GrpcDoor gatewayGrpc = new GrpcDoor(ours.gatewayGrpc());
        GrpcDoor agentGrpc = new GrpcDoor(ours.agentGrpc())) {
      for (Case<RestDoor.Request> one : RestCases.all()) {
        Outcome theirs = theirRest.send(one.request());
        oracle.judge(one, Case.Door.GATEWAY_HTTP, gatewayRest.send(one.request()), theirs);
      }
      for (Case<GrpcDoor.Request> one : GrpcCases.all()) {
        Outcome theirs = theirGrpc.send(one.request());
        oracle.judge(one, Case.Door.GATEWAY_GRPC, gatewayGrpc.send(one.request()), theirs);
        oracle.judge(one, Case.Door.AGENT_GRPC, agentGrpc.send(one.request()), theirs);
      }
    }
    return oracle.report();
  }

  void judge(Case<?> asked, Case.Door door, Outcome ours, Outcome theirs) {
    Optional<String> reason = asked.reason(door);
    String what = door.words() + ": " + asked.name() + ": ";
    if (ours.same(theirs)) {
      same++;
      if (reason.isPresent()) {
        wrong++;
        lines.add("NO LONGER DIFFERENT " + what + "but this says why it would be: " + reason.get());
      }
    } else if (reason.isPresent()) {
      deviating++;
      lines.add("differs, " + what + Outcome.difference(ours, theirs) + ". " + reason.get());
    } else {
      wrong++;
      lines.add("DIFFERS " + what + Outcome.difference(ours, theirs));
    }
  }

  Report report() {
    List<String> all = new ArrayList<>();
    all.add(
        RestCases.all().size()
            + " requests by HTTP and "
            + GrpcCases.all().size()
            + " by gRPC: "
            + same
            + " answers the same, "
            + deviating
            + " differ for a reason, "
            + wrong
            + " are not as they should be");
    all.addAll(lines);
    return new Report(wrong == 0, all);
  }
}
