package dev.edgewise.orchestrator.http;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.orchestrator.gateway.Gateway;
import dev.edgewise.orchestrator.gateway.Seats;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.ServerHttpRequest;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Lets requests in that are JSON in a protocol of their own: headers, a seat, and the body. */
@Singleton
final class SpokenDoor {
  private final Gateway gateway;
  private final SystemScheduler scheduler;

  SpokenDoor(Gateway gateway, SystemScheduler scheduler) {
    this.gateway = requireNonNull(gateway, "gateway");
    this.scheduler = requireNonNull(scheduler, "scheduler");
  }

  /** What is done for a request. */
  interface Work {
    /**
     * Begins it. From then on it is the work that gives the seat back, unless it throws.
     *
     * @throws EdgewiseException when it cannot be done
     */
    CompletableFuture<HttpResponse<?>> begin(String json, SpokenCall call);
  }

  /** Reads a request, on this thread, and has its work done. */
  CompletableFuture<HttpResponse<?>> enter(HttpRequest<?> request, Voice voice, Work work) {
    CallHeaders headers = CallHeaders.of(request.getHeaders()::getAll);
    Optional<Problem> problem = headers.problem().or(() -> packed(request));
    if (problem.isPresent()) {
      return now(voice.answer(request, problem.get()));
    }
    Optional<Seats.Seat> taken = gateway.enter();
    if (taken.isEmpty()) {
      return now(voice.answer(request, new Problem(503, ErrorCode.OVERLOADED, gateway.full())));
    }
    Seats.Seat seat = taken.get();
    // The body itself, and not as an argument: it is read only by who has a seat.
    try (InputStream body = ((ServerHttpRequest<?>) request).byteBody().toInputStream()) {
      return switch (JsonBody.read(body, request.getContentLength(), seat, scheduler)) {
        case JsonBody.Refused(Problem refused) -> {
          seat.close();
          yield now(voice.answer(request, refused));
        }
        case JsonBody.Text(String json) ->
            work.begin(json, new SpokenCall(gateway, scheduler, request, headers, seat, voice));
      };
    } catch (EdgewiseException e) {
      seat.close();
      return now(voice.answer(request, Problem.of(e)));
    } catch (IOException e) {
      seat.close();
      return now(
          voice.answer(
              request,
              new Problem(400, ErrorCode.BAD_REQUEST, "The body broke off. Send it anew.")));
    } catch (RuntimeException | Error e) {
      seat.close();
      throw e;
    }
  }

  /** Whatever its type is called, it is read as JSON: curl says that it sends a form. */
  private static Optional<Problem> packed(HttpRequest<?> request) {
    return request.getHeaders().getAll(HttpHeaders.CONTENT_ENCODING).stream()
            .allMatch(encoding -> encoding.isBlank() || encoding.equalsIgnoreCase("identity"))
        ? Optional.empty()
        : Optional.of(
            new Problem(
                415,
                ErrorCode.NOT_ACCEPTED,
                "Content-Encoding is not read here. Send the JSON as it is."));
  }

  static CompletableFuture<HttpResponse<?>> now(HttpResponse<?> response) {
    return CompletableFuture.completedFuture(response);
  }
}
