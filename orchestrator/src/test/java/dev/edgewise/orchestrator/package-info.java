@NullMarked
package dev.edgewise.orchestrator;

import org.jspecify.annotations.NullMarked;
