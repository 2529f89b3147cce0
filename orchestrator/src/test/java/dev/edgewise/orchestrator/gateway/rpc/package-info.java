@NullMarked
package dev.edgewise.orchestrator.gateway.rpc;

import org.jspecify.annotations.NullMarked;
