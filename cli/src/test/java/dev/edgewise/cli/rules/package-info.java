/** Tests of {@code edgewise rules}. */
@NullMarked
package dev.edgewise.cli.rules;

import org.jspecify.annotations.NullMarked;
