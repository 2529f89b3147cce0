/** Tests of who callers are. */
@NullMarked
package dev.edgewise.orchestrator.identity;

import org.jspecify.annotations.NullMarked;
