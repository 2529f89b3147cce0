/**
 * Serves the models of one process: ties where they lie, which are in memory, how they are warmed
 * and how they are run to the services by which they are called.
 */
@NullMarked
package dev.edgewise.serving.host;

import org.jspecify.annotations.NullMarked;
