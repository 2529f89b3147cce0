/** The router's properties over random fleets, and its stories on virtual time. */
@NullMarked
package dev.edgewise.core.router;

import org.jspecify.annotations.NullMarked;
