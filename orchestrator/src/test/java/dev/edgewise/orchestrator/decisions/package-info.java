/** Tests of what the package promises. */
@NullMarked
package dev.edgewise.orchestrator.decisions;

import org.jspecify.annotations.NullMarked;
