/** What is published, and when. */
@NullMarked
package dev.edgewise.orchestrator.registry;

import org.jspecify.annotations.NullMarked;
