/**
 * Campaigns: what must hold many times over, against real processes that are stopped, killed and
 * flooded. Each is a command of its own; its last result stands in {@code docs/testing.md}.
 */
@NullMarked
package dev.edgewise.lab;

import org.jspecify.annotations.NullMarked;
