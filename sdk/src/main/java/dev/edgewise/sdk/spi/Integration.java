package dev.edgewise.sdk.spi;

/**
 * What a module of {@code integrations} offers for addresses of one scheme. Such modules are found
 * as services: an application adds the artifact {@code edgewise-integrations-SCHEME}, the daemons
 * have it in their distribution.
 */
public interface Integration {
  /** The scheme of its addresses, in lower case: {@code consul}. */
  String scheme();
}
