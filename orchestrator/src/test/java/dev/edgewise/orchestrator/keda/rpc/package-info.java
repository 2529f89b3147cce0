/** Tests, with a KEDA that was written by hand. */
@NullMarked
package dev.edgewise.orchestrator.keda.rpc;

import org.jspecify.annotations.NullMarked;
