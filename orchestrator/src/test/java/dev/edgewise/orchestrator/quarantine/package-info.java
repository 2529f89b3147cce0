/** Tests of quarantines. */
@NullMarked
package dev.edgewise.orchestrator.quarantine;

import org.jspecify.annotations.NullMarked;
