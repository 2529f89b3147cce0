/** Tests. */
@NullMarked
package dev.edgewise.orchestrator.keda;

import org.jspecify.annotations.NullMarked;
