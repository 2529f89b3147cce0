/** Tests of what the package promises. */
@NullMarked
package dev.edgewise.agent.serve;

import org.jspecify.annotations.NullMarked;
