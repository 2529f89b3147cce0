/**
 * What agents say of their nodes, as records that check themselves: what is stored and routed by is
 * refused when it breaks a limit, what is only shown to people is trimmed to it. Pure.
 */
@NullMarked
package dev.edgewise.orchestrator.node;

import org.jspecify.annotations.NullMarked;
