package dev.edgewise.orchestrator.store;

import dev.edgewise.orchestrator.node.Registration;

/** Registrations as bytes that later versions can read too. */
public interface RegistrationCodec {
  /** The bytes of a registration. */
  byte[] encode(Registration registration);

  /**
   * The registration of bytes.
   *
   * @throws IllegalArgumentException when they are of none, or of one that today's rules refuse
   */
  Registration decode(byte[] bytes);
}
