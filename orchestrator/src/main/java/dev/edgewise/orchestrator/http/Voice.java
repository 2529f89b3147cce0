package dev.edgewise.orchestrator.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;

/** How a protocol says that something went wrong. */
interface Voice {
  /** As the answer to a request. */
  MutableHttpResponse<byte[]> answer(HttpRequest<?> request, Problem problem);

  /** As the last event of a stream that had begun well. */
  String event(Problem problem);
}
