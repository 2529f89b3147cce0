/** The service, the buyers, and what is told of them. */
@NullMarked
package dev.edgewise.samples.tickets;

import org.jspecify.annotations.NullMarked;
