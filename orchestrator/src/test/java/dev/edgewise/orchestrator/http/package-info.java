/** Tests of what the package promises. */
@NullMarked
package dev.edgewise.orchestrator.http;

import org.jspecify.annotations.NullMarked;
