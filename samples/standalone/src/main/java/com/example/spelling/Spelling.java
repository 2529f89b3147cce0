package com.example.spelling;

import dev.edgewise.annotations.Deadline;
import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Idempotent;
import java.util.List;

/** The service, as callers see it. Its methods run on an edge node, or in this JVM. */
@EdgeService
public interface Spelling {
  /**
   * The word of a dictionary that is written most like this one. The deadline is for everything:
   * the way there, waiting, the work, the way back.
   */
  @Deadline("10s")
  @Idempotent
  Suggestion nearest(String word, List<String> dictionary);
}
