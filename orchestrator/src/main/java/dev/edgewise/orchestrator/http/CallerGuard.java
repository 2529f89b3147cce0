package dev.edgewise.orchestrator.http;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.orchestrator.identity.Caller;
import dev.edgewise.orchestrator.identity.Callers;
import dev.edgewise.orchestrator.identity.Denial;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Asks who sends a request, where its path is not for everybody. Thread-safe. */
@Singleton
final class CallerGuard {
  private static final String CALLER = CallerGuard.class.getName();

  /**
   * What calls are made of, and what tells of them. An address of a picture cannot be guessed: who
   * has it was given it. Health is told to everybody.
   */
  private static final List<String> CALLS = List.of("/v1/", "/v2/", "/generate/", "/openapi.json/");

  private static final String HEALTH = "/v2/health/";

  private final Callers callers;

  CallerGuard(Callers callers) {
    this.callers = requireNonNull(callers, "callers");
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
    if (CALLS.stream().noneMatch(path::startsWith) || path.startsWith(HEALTH)) {
      return Optional.empty();
    }
    return switch (callers.who(request.getHeaders().getAll(HttpHeaders.AUTHORIZATION))) {
      case Caller caller -> {
        request.setAttribute(CALLER, caller);
        yield Optional.empty();
      }
      case Denial denial -> Optional.of(answer(request, voice, denial));
    };
  }

  private static MutableHttpResponse<byte[]> answer(
      HttpRequest<?> request, Voice voice, Denial denial) {
    MutableHttpResponse<byte[]> response =
        voice.answer(request, Problem.of(denial.code(), denial.because()));
    // RFC 9110, section 11.6.1: such an answer says how one proves who one is.
    return denial.code() == ErrorCode.KEY_REFUSED
        ? response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"edgewise\"")
        : response;
  }
}
