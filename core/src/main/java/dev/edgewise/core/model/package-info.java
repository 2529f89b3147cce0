/**
 * Models, their tensors, and the seam behind which an engine runs them. No natives here: engines
 * are modules of their own.
 */
@NullMarked
package dev.edgewise.core.model;

import org.jspecify.annotations.NullMarked;
