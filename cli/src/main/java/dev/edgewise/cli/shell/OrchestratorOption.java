package dev.edgewise.cli.shell;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import dev.edgewise.sdk.wire.tls.Tls;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The option {@code --orchestrator}, in every command that asks one. */
public final class OrchestratorOption {
  /** How long one question may take. */
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final String VARIABLE = "EDGEWISE_ORCHESTRATOR";
  private static final String USUAL = "127.0.0.1:7443";

  @Option(
      names = "--orchestrator",
      paramLabel = "HOST:PORT",
      description =
          "The orchestrator to ask, or consul://host:8500 to be told where it is (default:"
              + " EDGEWISE_ORCHESTRATOR, else "
              + USUAL
              + ").")
  private Optional<String> given = Optional.empty();

  @Mixin private TlsOption tls = new TlsOption();

  /**
   * What is shown to whoever is asked, and believed of them; empty for plain text.
   *
   * @throws EdgewiseException with {@code BAD_CERTIFICATE} when it cannot be used
   */
  public Optional<Tls> tls(Shell shell) {
    return tls.open(shell);
  }

  /** Where to ask. */
  public String address(Shell shell) {
    return given.or(() -> fromEnvironment(shell)).orElse(USUAL);
  }

  private static Optional<String> fromEnvironment(Shell shell) {
    return Optional.ofNullable(shell.environment().get(VARIABLE))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private String origin(Shell shell) {
    if (given.isPresent()) {
      return "--orchestrator names this address";
    }
    return fromEnvironment(shell).isPresent()
        ? VARIABLE + " names this address"
        : "this is the usual address";
  }

  /**
   * Asks, and puts into words when nobody answers.
   *
   * @throws CommandFailure when the orchestrator cannot be reached
   */
  public <T> T ask(Shell shell, Function<OperatorClient, T> question) {
    return reach(
        shell,
        (address, credentials) -> {
          try (OperatorClient client = OperatorClient.connect(address, credentials)) {
            return question.apply(client);
          }
        });
  }

  /**
   * Asks in any way, and puts into words when nobody answers.
   *
   * @param question is given the address, and what is shown there
   * @throws CommandFailure when the orchestrator cannot be reached
   */
  public <T> T reach(Shell shell, BiFunction<String, Optional<Tls>, T> question) {
    String address = address(shell);
    try {
      return question.apply(address, tls(shell));
    } catch (EdgewiseException e) {
      if (e.code() != ErrorCode.UNREACHABLE) {
        throw e;
      }
      throw new Problem(
              e.code(),
              "no orchestrator answers at " + address,
              cause(e) + origin(shell),
              cause(e).contains("certificate")
                  ? "show a certificate of its CA with --tls FILE or EDGEWISE_TLS; 'edgewise certs"
                      + " issue operator NAME' makes one"
                  : "start one with 'edgewise up' or 'edgewise orchestrator', or name another with"
                      + " --orchestrator HOST:PORT")
          .failure();
    }
  }

  /** What the SDK puts in brackets: the reason alone. */
  private static String cause(EdgewiseException e) {
    String message = String.valueOf(e.getMessage());
    int open = message.indexOf('(');
    int close = message.lastIndexOf("); ");
    return open < 0 || close < open ? "" : message.substring(open + 1, close) + "; ";
  }
}
