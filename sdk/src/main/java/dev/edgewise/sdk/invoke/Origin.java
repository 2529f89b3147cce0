package dev.edgewise.sdk.invoke;

import static java.util.Objects.requireNonNull;

/**
 * How a call came to the invoker, for people who read its decision. No placement depends on it;
 * what nodes keep for one tenant they serve to no other.
 *
 * @param via {@code gateway} when somebody without an SDK called through it; empty when the
 *     application itself did
 * @param tenant whose call it is, as its caller says and nobody has checked; may be empty
 */
public record Origin(String via, String tenant) {
  /** The application itself. */
  public static final Origin APPLICATION = new Origin("", "");

  public Origin {
    requireNonNull(via, "via");
    requireNonNull(tenant, "tenant");
  }
}
