package dev.edgewise.orchestrator.http;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.orchestrator.http.rpc.Askers;
import dev.edgewise.orchestrator.identity.Caller;
import dev.edgewise.orchestrator.identity.Callers;
import dev.edgewise.orchestrator.identity.Denial;
import dev.edgewise.orchestrator.rpc.ServerSettings;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Asks who sends a request, where its path is not for everybody. Thread-safe. */
@Singleton
final class CallerGuard {
  private static final String CALLER = CallerGuard.class.getName();

  /** What calls are made of, and what tells of them. */
  private static final List<String> CALLS = List.of("/v1/", "/v2/", "/generate/", "/openapi.json/");

  /** An address of a picture cannot be guessed: who has it was given it. */
  private static final List<String> FREE = List.of("/v2/health/", "/health/", PictureList.PATH);

  /** Those who measure are no operators. */
  private static final String METRICS = "/metrics/";

  private static final String PAGE = "Basic realm=\"edgewise\", charset=\"UTF-8\"";
  private static final String CALL = "Bearer realm=\"edgewise\"";

  private final Callers callers;
  private final boolean tls;
  private final Clock clock;

  CallerGuard(Callers callers, ServerSettings settings, Clock clock) {
    this.callers = requireNonNull(callers, "callers");
    this.tls = settings.tls().isPresent();
    this.clock = requireNonNull(clock, "clock");
  }

  /** Who sends a request to a path that asks for it. */
  static Caller of(HttpRequest<?> request) {
    return request
        .getAttribute(CALLER, Caller.class)
        .orElseThrow(() -> new IllegalStateException("nobody has asked who sends " + request));
  }

  /** Why a request is not answered; empty when it is. */
  Optional<MutableHttpResponse<byte[]>> refusal(HttpRequest<?> request, Voice voice) {
    String path = request.getPath() + "/";
    boolean calls = CALLS.stream().anyMatch(path::startsWith);
    // In plain text the page is there for this machine, whose users nobody can tell apart.
    if (FREE.stream().anyMatch(path::startsWith) || (!calls && !tls)) {
      return Optional.empty();
    }
    List<String> authorization = request.getHeaders().getAll(HttpHeaders.AUTHORIZATION);
    Optional<X509Certificate> shown = tls ? Askers.certificate(request) : Optional.empty();
    return switch (who(authorization, shown)) {
      case Caller caller -> {
        request.setAttribute(CALLER, caller);
        boolean measures = path.equals(METRICS) && caller instanceof Caller.Certified;
        yield (calls || measures ? Optional.<Denial>empty() : caller.deniesPage())
            .map(denial -> answer(request, voice, denial, PAGE));
      }
      case Denial denial -> Optional.of(answer(request, voice, denial, calls ? CALL : PAGE));
    };
  }

  /**
   * Who that is.
   *
   * @param authorization all headers of that name
   * @param shown the certificate of their connection
   */
  Callers.Verdict who(List<String> authorization, Optional<X509Certificate> shown) {
    if (shown.isEmpty()) {
      return callers.who(authorization, Optional.empty());
    }
    try {
      PeerIdentity identity = PeerIdentity.of(shown.get());
      // It was valid when the connection was made.
      return clock.now().isAfter(shown.get().getNotAfter().toInstant())
          ? new Denial(
              ErrorCode.PEER_REFUSED,
              "The certificate of "
                  + identity
                  + " has expired, on "
                  + shown.get().getNotAfter().toInstant()
                  + ". Connect anew with one that was renewed.")
          : callers.who(authorization, Optional.of(identity));
    } catch (CertificateException e) {
      return new Denial(ErrorCode.PEER_REFUSED, String.valueOf(e.getMessage()) + ".");
    }
  }

  /** RFC 9110, section 11.6.1: a 401 says how one proves who one is. */
  private static MutableHttpResponse<byte[]> answer(
      HttpRequest<?> request, Voice voice, Denial denial, String how) {
    MutableHttpResponse<byte[]> response =
        voice.answer(request, Problem.of(denial.code(), denial.because()));
    return denial.code() == ErrorCode.KEY_REFUSED
        ? response.header(HttpHeaders.WWW_AUTHENTICATE, how)
        : response;
  }
}
