/** Stories of a zone that sizes itself, on virtual time. */
@NullMarked
package dev.edgewise.orchestrator.scale;

import org.jspecify.annotations.NullMarked;
