@NullMarked
package dev.edgewise.orchestrator.node;

import org.jspecify.annotations.NullMarked;
