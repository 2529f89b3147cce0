/** Zones whose nodes the orchestrator starts and ends. */
@NullMarked
package dev.edgewise.cli.zone;

import org.jspecify.annotations.NullMarked;
