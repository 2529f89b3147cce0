@NullMarked
package dev.edgewise.orchestrator.gateway;

import org.jspecify.annotations.NullMarked;
