package dev.edgewise.orchestrator.identity;

/** Whom the gateway lets in. */
public enum CallerRule {
  /** Whoever reaches it; whose calls they make is believed. */
  OPEN,
  /** Who shows an API key, or a certificate where there are any. */
  KEYS
}
