package dev.edgewise.orchestrator.training;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers jobs beyond the process. All of it throws {@link dev.edgewise.core.EdgewiseException}
 * with {@code BAD_STORE}.
 */
public interface JobStore {
  /** All jobs, by number. */
  List<StoredJob> load();

  /** Keeps jobs by their numbers, or drops them where there is none; all or nothing. */
  void commit(Map<Long, Optional<StoredJob>> jobs);
}
