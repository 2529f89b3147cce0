/** Nodes of zones as processes of this machine, which outlive the orchestrator. */
@NullMarked
package dev.edgewise.orchestrator.zone.process;

import org.jspecify.annotations.NullMarked;
