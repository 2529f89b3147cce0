package dev.edgewise.serving.cache.store;

/** How far a result may go from the node that computed it; its label says. */
public enum Reach {
  /** Memory and disk of this node only: what is confidential or local-only. */
  NODE,
  /** Also to what nodes share: what is public or internal. */
  FLEET
}
