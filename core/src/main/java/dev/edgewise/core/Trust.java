package dev.edgewise.core;

/** How far a tenant trusts a site. */
public enum Trust {
  /** The tenant's own place. */
  OWN,
  /** A place of somebody else that the tenant trusts with confidential data when it is a zone. */
  TRUSTED,
  /** A place that is shared with strangers: public data only. */
  SHARED
}
