/**
 * Which services of which nodes get no calls for a while, because they fail there and not
 * elsewhere. State machines without input or output: reports and time come in, steps go out.
 */
@NullMarked
package dev.edgewise.orchestrator.quarantine;

import org.jspecify.annotations.NullMarked;
