package dev.edgewise.core.rules;

/** When a rule is asked. */
public enum Phase {
  /** Before a call is placed: with what is known of the request. */
  BEFORE,
  /** When an answer is here: with what is known of the request, and with the answer. */
  AFTER
}
