/** Batched methods of services: the items of concurrent calls in the lanes of a batcher. */
@NullMarked
package dev.edgewise.serving.calls;

import org.jspecify.annotations.NullMarked;
