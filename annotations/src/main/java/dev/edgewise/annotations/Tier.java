package dev.edgewise.annotations;

/** Where a node stands: near the data, or in a data centre. */
public enum Tier {
  /** Devices near the data: light inference, short links, little power. */
  EDGE,
  /** Zones in a data centre: heavy work, accelerators. */
  CLOUD
}
