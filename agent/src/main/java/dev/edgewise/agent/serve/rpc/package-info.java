/** What a node's cache is, as the protocols with operators and the orchestrator have it. */
@NullMarked
package dev.edgewise.agent.serve.rpc;

import org.jspecify.annotations.NullMarked;
