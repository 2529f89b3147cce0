package dev.edgewise.annotations;

/**
 * How sensitive data is, from free to locked. A label is a rule and never a preference: it is a
 * hard filter in the router, the invoker and the agent, also on retry and cascade. The order of the
 * constants is the order of sensitivity; a call carries the highest label of all that it touches.
 */
public enum Label {
  /** May be processed and cached anywhere, shared tiers too. */
  PUBLIC,
  /**
   * Any node of the tenant: sites that are {@code own} or {@code trusted}. What is not labelled is
   * internal.
   */
  INTERNAL,
  /**
   * The tenant's {@code own} sites and zones marked {@code trusted}; no shared tier, no content in
   * logs or spans.
   */
  CONFIDENTIAL,
  /** Never leaves the site where the call was made. */
  LOCAL_ONLY
}
