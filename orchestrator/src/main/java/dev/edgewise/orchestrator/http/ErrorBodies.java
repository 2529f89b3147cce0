package dev.edgewise.orchestrator.http;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.JsonErrorResponseBodyProvider;
import jakarta.inject.Singleton;

/** What stands in an answer that is an error: its status, and nothing of the inside. */
@Singleton
final class ErrorBodies implements JsonErrorResponseBodyProvider<String> {
  @Override
  public String body(ErrorContext context, HttpResponse<?> response) {
    return "{\"status\":" + response.code() + "}";
  }
}
