package dev.edgewise.serving.cache.store;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.random.RandomGenerator;

/**
 * Opens a tier that is not in memory. Found as a {@link ServiceLoader} service, because such tiers
 * bring natives or clients that not everybody wants.
 */
public interface TierProvider {
  /** Results on this node's disk; {@link Opening#place} is a folder. */
  String DISK = "disk";

  /** Results that nodes share; {@link Opening#place} is an address. */
  String SHARED = "shared";

  /**
   * Whether it opens this kind of tier at this place.
   *
   * @param kind {@link #DISK} or {@link #SHARED}
   */
  boolean opens(String kind, String place);

  /**
   * Opens it. A shared tier opens also when nobody answers yet.
   *
   * @throws EdgewiseException with {@code BAD_CONFIGURATION}, also for a folder that another
   *     process has
   */
  Tier open(Opening opening);

  /**
   * What is needed for it.
   *
   * @param place a folder, or an address
   * @param capacity in bytes; 0 where it is not ours to bound
   * @param options of its own kind, as its documentation says; an unknown one is refused
   * @param clock of the node
   * @param random thread-safe
   */
  record Opening(
      String place,
      long capacity,
      Map<String, String> options,
      Clock clock,
      RandomGenerator random) {
    public Opening {
      requireNonNull(place, "place");
      requireNonNull(clock, "clock");
      requireNonNull(random, "random");
      options = Map.copyOf(options);
      if (capacity < 0) {
        throw new IllegalArgumentException(
            "capacity: " + capacity + " bytes (expected: 0 or more)");
      }
    }
  }

  /**
   * Opens a tier by whichever provider of this class path does.
   *
   * @param kind {@link #DISK} or {@link #SHARED}
   * @throws EdgewiseException as {@link #open}; with {@code NO_INTEGRATION} when no provider does
   */
  static Tier find(String kind, Opening opening) {
    for (TierProvider provider :
        ServiceLoader.load(TierProvider.class, TierProvider.class.getClassLoader())) {
      if (provider.opens(kind, opening.place())) {
        return provider.open(opening);
      }
    }
    throw EdgewiseException.of(
        ErrorCode.NO_INTEGRATION,
        kind.equals(DISK)
            ? "results cannot be kept on disk: no store is on the class path; add"
                + " dev.edgewise:edgewise-store-lmdb, or leave out the disk cache"
            : "results cannot be shared: nothing here knows what a cache address like that one is;"
                + " write redis://host:port/db and add dev.edgewise:edgewise-integrations-redis,"
                + " or leave out the shared cache");
  }
}
