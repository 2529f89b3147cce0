/**
 * What the commands {@code edgewise bench …} have in common: options, the report, the exit code.
 */
@NullMarked
package dev.edgewise.bench.command;

import org.jspecify.annotations.NullMarked;
