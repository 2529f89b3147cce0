package dev.edgewise.sdk.spi.model;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.WireWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a caller wants to be served. Calls of profiles that are not equal share no lane and no cache;
 * the digest is a part of that, so a caller that lies about it gets a lane of its own and nothing
 * of anybody else's.
 *
 * @param digest SHA-256 of the other fields as they go over the wire, 64 hexadecimal digits in
 *     lower case; empty for the default profile
 * @param batching absent: as the node's own configuration says
 * @param accelerator absent: whatever the node has
 * @param caching absent: no answer is kept
 */
public record ServingProfile(
    String digest,
    Optional<Batching> batching,
    Optional<AcceleratorTerms> accelerator,
    Optional<Caching> caching) {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}|");

  /** Served as the node sees fit. */
  public static final ServingProfile DEFAULT =
      new ServingProfile("", Optional.empty(), Optional.empty(), Optional.empty());

  public ServingProfile {
    requireNonNull(digest, "digest");
    requireNonNull(batching, "batching");
    requireNonNull(accelerator, "accelerator");
    requireNonNull(caching, "caching");
    if (!DIGEST.matcher(digest).matches()) {
      throw new IllegalArgumentException(
          "digest: " + digest.length() + " chars (expected: 64 hexadecimal digits, or none)");
    }
  }

  /** A profile with the digest that belongs to it. */
  public static ServingProfile of(Batching batching) {
    return of(Optional.of(batching), Optional.empty());
  }

  /** A profile with the digest that belongs to it; that of nothing is {@link #DEFAULT}. */
  public static ServingProfile of(
      Optional<Batching> batching, Optional<AcceleratorTerms> accelerator) {
    return of(batching, accelerator, Optional.empty());
  }

  /** A profile with the digest that belongs to it; that of nothing is {@link #DEFAULT}. */
  public static ServingProfile of(
      Optional<Batching> batching,
      Optional<AcceleratorTerms> accelerator,
      Optional<Caching> caching) {
    return new ServingProfile("", batching, accelerator, caching).complete();
  }

  private static String digest(ServingProfile bare) {
    try {
      byte[] canonical = WireWriter.encode(ModelCodecs.SERVING_PROFILE, bare).bytes();
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** This profile with its digest, when it says something and whoever sent it left that out. */
  ServingProfile complete() {
    boolean saysSomething = batching.isPresent() || accelerator.isPresent() || caching.isPresent();
    return digest.isEmpty() && saysSomething
        ? new ServingProfile(digest(this), batching, accelerator, caching)
        : this;
  }
}
