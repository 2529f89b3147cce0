package dev.edgewise.stores.lmdb;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.serving.cache.store.Tier;
import dev.edgewise.serving.cache.store.TierProvider;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Opens the disk tier in any folder. It has no options of its own. */
public final class LmdbProvider implements TierProvider {
  /** For {@link java.util.ServiceLoader}. */
  public LmdbProvider() {}

  @Override
  public boolean opens(String kind, String place) {
    return kind.equals(DISK);
  }

  @Override
  public Tier open(Opening opening) {
    if (!opening.options().isEmpty()) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CONFIGURATION,
          "The disk cache has no option "
              + opening.options().keySet().stream().sorted().toList()
              + ". Leave it out: a folder and a size are all that it takes.");
    }
    return LmdbTier.open(
        folder(opening.place()), opening.capacity(), opening.clock(), opening.random());
  }

  private static Path folder(String place) {
    try {
      return Path.of(place);
    } catch (InvalidPathException e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CONFIGURATION,
          "The disk cache's folder is no path: " + e.getMessage() + ". Name a folder.",
          e);
    }
  }
}
