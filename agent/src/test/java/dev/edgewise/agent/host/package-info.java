/** Tests of what the package promises. */
@NullMarked
package dev.edgewise.agent.host;

import org.jspecify.annotations.NullMarked;
