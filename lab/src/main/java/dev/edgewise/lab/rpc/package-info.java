/**
 * Hollow agents and clients: they speak the orchestrator's protocol, hundreds in one JVM, and are
 * nothing besides. What an agent's process costs would hide what the orchestrator can do.
 */
@NullMarked
package dev.edgewise.lab.rpc;

import org.jspecify.annotations.NullMarked;
