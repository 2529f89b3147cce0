/** Simulated traces against the policy, and real threads against the allocator. */
@NullMarked
package dev.edgewise.serving.allocation;

import org.jspecify.annotations.NullMarked;
