/**
 * Processes that campaigns and benchmarks start, look at and break: daemons, fleets of them, and
 * servers that others wrote.
 */
@NullMarked
package dev.edgewise.lab.process;

import org.jspecify.annotations.NullMarked;
