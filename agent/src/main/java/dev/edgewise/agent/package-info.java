/**
 * An agent as a process: reads its configuration, opens its services, serves until it is told to
 * stop. The mains of both tiers are one line each on top of {@link dev.edgewise.agent.AgentMain}.
 */
@NullMarked
package dev.edgewise.agent;

import org.jspecify.annotations.NullMarked;
