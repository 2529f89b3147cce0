/** Tests of what the package promises. */
@NullMarked
package dev.edgewise.orchestrator.rpc;

import org.jspecify.annotations.NullMarked;
