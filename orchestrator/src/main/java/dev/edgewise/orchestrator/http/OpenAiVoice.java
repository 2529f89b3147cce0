package dev.edgewise.orchestrator.http;

import dev.edgewise.serving.protocol.openai.ServerSentEvents;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;

/** Errors as OpenAI's clients read them. */
enum OpenAiVoice implements Voice {
  /** The only one. */
  INSTANCE;

  @Override
  public MutableHttpResponse<byte[]> answer(HttpRequest<?> request, Problem problem) {
    return OpenAiAnswers.error(request, problem);
  }

  @Override
  public String event(Problem problem) {
    return ServerSentEvents.failed(OpenAiAnswers.error(problem));
  }
}
