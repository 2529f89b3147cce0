/**
 * A shop that sells nothing for weeks, and everything when a sale opens: a service for a zone that
 * has no node while nobody buys, and the buyers.
 */
@NullMarked
package dev.edgewise.samples.tickets;

import org.jspecify.annotations.NullMarked;
