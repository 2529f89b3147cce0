/** A service whose methods need accelerators, and a test of where its calls go. */
@NullMarked
package dev.edgewise.lab.accelerators;

import org.jspecify.annotations.NullMarked;
