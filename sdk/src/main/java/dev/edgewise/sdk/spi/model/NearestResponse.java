package dev.edgewise.sdk.spi.model;

import java.util.List;

/**
 * The captions that are nearest to a text.
 *
 * @param captions the nearest first; at most 100
 */
public record NearestResponse(List<NearCaption> captions) {
  public NearestResponse {
    captions = List.copyOf(captions);
    Checks.count("captions", captions, NearestRequest.MOST);
  }
}
