package dev.edgewise.orchestrator.http;

/** What is served where, for those who took a wrong turn. */
final class Paths {
  static final String UNKNOWN =
      "There is no such path. The page is at /, the API under /api/v1/, calls at"
          + " /v1/call/SERVICE/METHOD, what can be called at /v1/services and /openapi.json, models"
          + " by OpenAI's protocol at /v1/models and beside it, by the Open Inference Protocol at"
          + " /v2, metrics at /metrics, health at /health/live and /health/ready.";

  private Paths() {}
}
