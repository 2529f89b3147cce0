package dev.edgewise.orchestrator.rpc;

import dev.edgewise.core.Clock;
import dev.edgewise.orchestrator.identity.CallerRule;
import dev.edgewise.orchestrator.identity.Callers;
import dev.edgewise.orchestrator.identity.KeyRing;
import dev.edgewise.orchestrator.identity.KeyStore;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/** Builds what says who callers are. */
@Factory
final class IdentityParts {
  @Singleton
  KeyRing keys(KeyStore store, Clock clock) {
    return new KeyRing(
        store, clock, new SecureRandom(), note -> Thread.ofVirtual().name("key-used").start(note));
  }

  @Singleton
  Callers callers(KeyRing keys, CallerRule rule, Clock clock) {
    return new Callers(keys, rule, clock);
  }
}
