/** The command {@code edgewise demo}: its script, what it counts, and its report. */
@NullMarked
package dev.edgewise.cli.demo;

import org.jspecify.annotations.NullMarked;
