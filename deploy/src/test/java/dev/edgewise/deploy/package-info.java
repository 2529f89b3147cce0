/** Holds what lies in this module's folders to what a deployment must be; nothing here is run. */
@NullMarked
package dev.edgewise.deploy;

import org.jspecify.annotations.NullMarked;
