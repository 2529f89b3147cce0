/** The orchestrator's process: what it is built from, and how it starts and stops. */
@NullMarked
package dev.edgewise.orchestrator;

import org.jspecify.annotations.NullMarked;
