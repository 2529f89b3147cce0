package dev.edgewise.sdk.wire.operator;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Address;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Text;
import dev.edgewise.sdk.wire.Channels;
import dev.edgewise.sdk.wire.Statuses;
import dev.edgewise.sdk.wire.WireNames;
import dev.edgewise.sdk.wire.feed.Whereabouts;
import dev.edgewise.sdk.wire.tls.Tls;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to one orchestrator, for who asks it and waits; and what becomes of it, in the words that
 * users read. Thread-safe.
 */
final class OrchestratorChannel implements AutoCloseable {
  /** How long an address may be looked for when no time was given. */
  static final Duration LONGEST_SEARCH = Duration.ofSeconds(5);

  private final Whereabouts whereabouts;
  private final Optional<Tls> tls;

  /** Guards the channel, which is made with the first question. */
  private final Object lock = new Object();

  private @Nullable ManagedChannel channel;

  private OrchestratorChannel(Whereabouts whereabouts, Optional<Tls> tls) {
    this.whereabouts = whereabouts;
    this.tls = requireNonNull(tls, "tls");
    whereabouts.start(() -> {});
  }

  /**
   * The way to {@code host:port}, or where that can be found out.
   *
   * @param tls what is shown and believed; stays the caller's; without it all is in plain text
   * @throws EdgewiseException with {@code BAD_CLIENT} when that is no address, {@code
   *     NO_INTEGRATION} when nothing here knows its scheme
   */
  static OrchestratorChannel to(String address, Optional<Tls> tls) {
    return new OrchestratorChannel(Whereabouts.of(address), tls);
  }

  /** Where the orchestrator was found last; empty when it never was. */
  Optional<String> place() {
    return whereabouts.now();
  }

  /** Asks, and puts into words what goes wrong. */
  <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (StatusRuntimeException e) {
      throw problem(e);
    }
  }

  /**
   * The channel; made to where the orchestrator is now, which may have to be found out first.
   *
   * @throws EdgewiseException with {@code UNREACHABLE} when it is not found in time
   */
  ManagedChannel channel(Duration most) {
    try {
      Optional<String> place = whereabouts.await(most);
      synchronized (lock) {
        if (channel == null) {
          // The blocking stubs bring their own executors.
          channel =
              Channels.toOrchestrator(
                  Address.parse(place.orElseThrow(this::notFound)), tls, Runnable::run);
        }
        return channel;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    }
  }

  private EdgewiseException notFound() {
    return EdgewiseException.of(
        ErrorCode.UNREACHABLE, unreachable(whereabouts.asked(), whereabouts.because()));
  }

  private EdgewiseException interrupted() {
    return EdgewiseException.of(
        ErrorCode.CANCELLED,
        "The thread was interrupted while it waited for the orchestrator at "
            + whereabouts.asked()
            + ".");
  }

  EdgewiseException problem(StatusRuntimeException e) {
    Status status = e.getStatus();
    String detail = Text.line(String.valueOf(status.getDescription()), 1_000);
    Optional<ErrorCode> code =
        Optional.ofNullable(e.getTrailers())
            .flatMap(trailers -> Optional.ofNullable(trailers.get(WireNames.CODE)))
            .flatMap(ErrorCode::of);
    if (code.isPresent()) {
      // A status begins with its code, which is told apart from it here.
      return EdgewiseException.of(code.get(), detail.replaceFirst("^" + code.get().id() + " ", ""));
    }
    return switch (status.getCode()) {
      case CANCELLED -> interrupted();
      case UNAVAILABLE, DEADLINE_EXCEEDED ->
          EdgewiseException.of(
              ErrorCode.UNREACHABLE, unreachable(whereabouts.asked(), Statuses.why(status)));
      case NOT_FOUND -> EdgewiseException.of(ErrorCode.NOT_FOUND, detail);
      case INVALID_ARGUMENT -> EdgewiseException.of(ErrorCode.NOT_ACCEPTED, detail);
      default ->
          EdgewiseException.of(
              ErrorCode.BAD_ANSWER,
              "What answers at "
                  + whereabouts.asked()
                  + " is no orchestrator of this version ("
                  + status.getCode()
                  + (status.getDescription() == null ? "" : ": " + detail)
                  + "). Agents listen at 7501 and up, the orchestrator at 7443 unless it was told"
                  + " otherwise.");
    };
  }

  /** A sentence for users, to stand wherever an orchestrator is wanted and does not answer. */
  private static String unreachable(String address, String because) {
    return "The orchestrator at "
        + address
        + " cannot be reached ("
        + because
        + "); start one with `edgewise up`, or mend the address.";
  }

  /** It was there and has gone. */
  EdgewiseException gone() {
    return EdgewiseException.of(
        ErrorCode.UNREACHABLE, unreachable(whereabouts.asked(), "it ended the stream"));
  }

  /** Closes the connection. */
  @Override
  public void close() {
    whereabouts.close();
    synchronized (lock) {
      if (channel != null) {
        channel.shutdownNow();
      }
    }
  }
}
