package dev.edgewise.lab.wrong;

import dev.edgewise.lab.wrong.rpc.RawCall;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** One input that cannot be taken, and what has to be said of it. */
public final class WrongInput {
  private final String what;
  private final Ask ask;
  private final String status;
  private final String code;
  private final List<String> words;

  private WrongInput(String what, Ask ask, String status, String code, String... words) {
    this.what = what;
    this.ask = ask;
    this.status = status;
    this.code = code;
    this.words = List.of(words);
  }

  /** Sends it. */
  @FunctionalInterface
  private interface Ask {
    Answer at(int httpPort, String grpcAddress) throws IOException;
  }

  /**
   * A row of the HTTP table.
   *
   * @param code that has to be in the answer
   * @param words that have to be in it: what is wrong, and what to do
   */
  static WrongInput http(
      String what, RawRequest request, int status, String code, String... words) {
    return new WrongInput(
        what, (port, _) -> request.to(port), Integer.toString(status), code, words);
  }

  /** A row of the gRPC table. */
  static WrongInput grpc(String what, RawCall call, String status, String code, String... words) {
    return new WrongInput(
        "gRPC: " + what,
        (_, address) -> {
          RawCall.Ended ended = call.at(address);
          return new Answer(ended.status(), ended.code(), ended.words());
        },
        status,
        code,
        words);
  }

  /** All of them. */
  public static List<WrongInput> all() {
    return Stream.concat(WrongRequests.all().stream(), WrongCalls.all().stream()).toList();
  }

  /** Sends it and judges what comes back. */
  public Verdict at(int httpPort, String grpcAddress) throws IOException {
    Answer answer = ask.at(httpPort, grpcAddress);
    String lower = answer.words().toLowerCase(Locale.ROOT);
    List<String> missing =
        words.stream().filter(word -> !lower.contains(word.toLowerCase(Locale.ROOT))).toList();
    boolean right =
        answer.status().equals(status) && answer.code().equals(code) && missing.isEmpty();
    return new Verdict(
        right,
        "%s%s → %s %s %s"
            .formatted(
                right
                    ? ""
                    : "NOT HELD (expected %s %s%s) "
                        .formatted(status, code, missing.isEmpty() ? "" : ", words " + missing),
                what,
                answer.status(),
                answer.code(),
                answer.words()));
  }

  /**
   * How it was answered.
   *
   * @param right whether as it should be
   * @param line for people to judge
   */
  public record Verdict(boolean right, String line) {}
}
