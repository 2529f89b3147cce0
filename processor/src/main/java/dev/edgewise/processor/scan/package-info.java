/**
 * Reads what a developer wrote: from the compiler's elements and types to the model. The only
 * package that knows the compiler; what it cannot put into the model (a type that does not travel,
 * a signature that is no call) it reports.
 */
@NullMarked
package dev.edgewise.processor.scan;

import org.jspecify.annotations.NullMarked;
