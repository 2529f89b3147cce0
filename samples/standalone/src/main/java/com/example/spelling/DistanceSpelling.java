package com.example.spelling;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The service's body for edge nodes: an ordinary class that may use any library. */
@Body(Tier.EDGE)
final class DistanceSpelling implements Spelling {
  private final LevenshteinDistance distance = new LevenshteinDistance();

  @Override
  public Suggestion nearest(String word, List<String> dictionary) {
    return dictionary.stream()
        .map(known -> new Suggestion(known, distance.apply(word, known)))
        .min(Comparator.comparingInt(Suggestion::distance))
        .orElseThrow(() -> new IllegalArgumentException("the dictionary is empty"));
  }
}
