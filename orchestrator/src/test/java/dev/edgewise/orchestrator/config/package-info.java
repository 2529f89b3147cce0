@NullMarked
package dev.edgewise.orchestrator.config;

import org.jspecify.annotations.NullMarked;
