/** What tools ask an orchestrator or an agent for: the fleet, decisions, caches. */
@NullMarked
package dev.edgewise.sdk.wire.operator;

import org.jspecify.annotations.NullMarked;
