/**
 * The rules of the fleet: read from the operator's file, held against the services that nodes
 * offer, read again when the file changes. A file that has become wrong changes nothing.
 */
@NullMarked
package dev.edgewise.orchestrator.rules;

import org.jspecify.annotations.NullMarked;
