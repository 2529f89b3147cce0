package dev.edgewise.serving.batch;

/**
 * What may wait on a device at most. Running calls do not count.
 *
 * @param laneItems calls in one lane, 1 to 1,000,000
 * @param laneBytes of the items in one lane, 1 or more. A single item that is larger may wait alone
 * @param tenantItems calls of one tenant on the device, 1 or more
 * @param tenantBytes of the items of one tenant on the device, 1 or more
 * @param lanes that have calls waiting or running, 1 to 10,000; lanes that are empty are forgotten
 *     when others need their place
 */
record Limits(int laneItems, long laneBytes, int tenantItems, long tenantBytes, int lanes) {
  private static final int MOST_ITEMS = 1_000_000;
  private static final int MOST_LANES = 10_000;

  /** Checks what is given. */
  public Limits {
    check("laneItems", laneItems, MOST_ITEMS);
    check("laneBytes", laneBytes, Long.MAX_VALUE);
    check("tenantItems", tenantItems, Integer.MAX_VALUE);
    check("tenantBytes", tenantBytes, Long.MAX_VALUE);
    check("lanes", lanes, MOST_LANES);
  }

  /** 1,024 calls and 256 MiB a lane, 4,096 calls and 512 MiB a tenant, 256 lanes. */
  public static Limits usual() {
    return new Limits(1_024, 256L << 20, 4_096, 512L << 20, 256);
  }

  private static void check(String name, long value, long most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: 1 to " + most + ")");
    }
  }
}
