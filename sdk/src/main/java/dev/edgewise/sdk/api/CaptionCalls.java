package dev.edgewise.sdk.api;

import dev.edgewise.sdk.spi.model.NearestRequest;
import dev.edgewise.sdk.spi.model.ServingProfile;
import java.util.List;

/** What a search for captions is to a model service. */
record CaptionCalls(ModelCalls calls, ServingProfile profile) implements CaptionSearch {
  @Override
  public List<Caption> nearest(String text) {
    return nearest(text, NearestRequest.DEFAULT_LIMIT);
  }

  @Override
  public List<Caption> nearest(String text, int limit) {
    NearestRequest request =
        ModelCalls.request("nearest", () -> new NearestRequest(profile, text, limit));
    return calls.call(calls.methods().nearest(), request).orThrow().captions().stream()
        .map(near -> new Caption(near.text(), near.similarity()))
        .toList();
  }
}
