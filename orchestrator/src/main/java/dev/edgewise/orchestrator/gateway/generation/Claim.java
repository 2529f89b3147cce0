package dev.edgewise.orchestrator.gateway.generation;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.Message;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Whose a generation is, or who asks for one.
 *
 * @param tenant empty for a call without one
 * @param method full name
 * @param request SHA-256 of the request's bytes; empty for one that comes back without it
 */
public record Claim(String tenant, String method, Optional<String> request) {
  public Claim {
    requireNonNull(tenant, "tenant");
    requireNonNull(method, "method");
    requireNonNull(request, "request");
  }

  /** With a request, or without. */
  public static Claim of(Optional<String> tenant, String method, Optional<Message> request) {
    return new Claim(tenant.orElse(""), method, request.map(Claim::digest));
  }

  /** Whether it is for the same tenant and method. */
  boolean sameOwner(Claim other) {
    return tenant.equals(other.tenant) && method.equals(other.method);
  }

  /** Whether it is for the same request, as far as both say. */
  boolean sameRequest(Claim other) {
    return request.isEmpty() || other.request.isEmpty() || request.equals(other.request);
  }

  private static String digest(Message message) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (ByteBuffer part : message.parts()) {
        sha256.update(part);
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
