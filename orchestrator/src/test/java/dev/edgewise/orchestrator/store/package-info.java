@NullMarked
package dev.edgewise.orchestrator.store;

import org.jspecify.annotations.NullMarked;
