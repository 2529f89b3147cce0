/** Tests of what the package promises. */
@NullMarked
package dev.edgewise.orchestrator.traffic;

import org.jspecify.annotations.NullMarked;
