/**
 * What an agent decides about a call before its body sees it: may it come in, must it wait, must it
 * go elsewhere. Free of gRPC, sockets and wall time.
 */
@NullMarked
package dev.edgewise.agent.serve;

import org.jspecify.annotations.NullMarked;
