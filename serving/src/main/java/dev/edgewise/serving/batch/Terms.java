package dev.edgewise.serving.batch;

import static java.util.Objects.requireNonNull;

import java.util.function.BooleanSupplier;

/**
 * What a caller wants of one call.
 *
 * @param deadlineNanos when the result is worth nothing any more, on the device's {@code Clock};
 *     {@link #NO_DEADLINE} for never
 * @param priority 1 is the highest, 1000 the lowest, 0 is the default and means 500, as in the Open
 *     Inference Protocol. A call that waits becomes more urgent by and by
 * @param tenant who asks; calls of several tenants share a device fairly. At most 256 characters
 * @param cancelled whether the caller is gone; asked by several threads, quick, does not throw
 */
public record Terms(long deadlineNanos, int priority, String tenant, BooleanSupplier cancelled) {
  /** No deadline. */
  public static final long NO_DEADLINE = Long.MAX_VALUE;

  /** The rank of a call that does not say one. */
  static final int USUAL_PRIORITY = 500;

  private static final int LOWEST_PRIORITY = 1_000;
  private static final int MAX_TENANT = 256;
  private static final Terms USUAL = new Terms(NO_DEADLINE, 0, "", () -> false);

  /** Checks what is given. */
  public Terms {
    requireNonNull(tenant, "tenant");
    requireNonNull(cancelled, "cancelled");
    if (priority < 0 || priority > LOWEST_PRIORITY) {
      throw new IllegalArgumentException("priority: " + priority + " (expected: 0 to 1000)");
    }
    if (tenant.length() > MAX_TENANT) {
      throw new IllegalArgumentException("tenant: longer than 256 characters");
    }
  }

  /** No deadline, usual priority, no tenant, never cancelled. */
  public static Terms usual() {
    return USUAL;
  }

  /** As usual, but until {@code deadlineNanos} on the device's clock. */
  public static Terms until(long deadlineNanos) {
    return new Terms(deadlineNanos, 0, "", USUAL.cancelled);
  }

  /** These, with another priority. */
  public Terms withPriority(int other) {
    return new Terms(deadlineNanos, other, tenant, cancelled);
  }

  /** These, for a tenant. */
  public Terms withTenant(String other) {
    return new Terms(deadlineNanos, priority, other, cancelled);
  }

  /** These, with a sign that the caller is gone. */
  public Terms withCancelled(BooleanSupplier sign) {
    return new Terms(deadlineNanos, priority, tenant, sign);
  }
}
