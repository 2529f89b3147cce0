/** What the orchestrator answers by HTTP. */
@NullMarked
package dev.edgewise.orchestrator.http;

import org.jspecify.annotations.NullMarked;
