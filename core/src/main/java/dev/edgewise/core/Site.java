package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

/**
 * One place behind one link: a shop, a flat, a zone of a data centre.
 *
 * @param name unique among the sites of a fleet
 * @param trust how far the tenant trusts it
 */
public record Site(String name, Trust trust) {
  public Site {
    Names.check("site", name);
    requireNonNull(trust, "trust");
  }
}
