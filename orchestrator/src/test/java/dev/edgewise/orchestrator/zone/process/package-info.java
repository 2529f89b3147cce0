@NullMarked
package dev.edgewise.orchestrator.zone.process;

import org.jspecify.annotations.NullMarked;
