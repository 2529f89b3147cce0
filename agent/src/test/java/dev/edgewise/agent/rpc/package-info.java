/** Tests of what the package promises. */
@NullMarked
package dev.edgewise.agent.rpc;

import org.jspecify.annotations.NullMarked;
