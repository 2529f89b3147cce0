@NullMarked
package dev.edgewise.orchestrator.training;

import org.jspecify.annotations.NullMarked;
