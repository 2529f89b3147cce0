@NullMarked
package dev.edgewise.orchestrator.zone;

import org.jspecify.annotations.NullMarked;
