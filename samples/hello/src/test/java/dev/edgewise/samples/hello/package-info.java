/** How a service is tested: a fleet in the same JVM, with crashes when one wants them. */
@NullMarked
package dev.edgewise.samples.hello;

import org.jspecify.annotations.NullMarked;
