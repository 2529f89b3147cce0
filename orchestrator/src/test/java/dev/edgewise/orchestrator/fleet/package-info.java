@NullMarked
package dev.edgewise.orchestrator.fleet;

import org.jspecify.annotations.NullMarked;
