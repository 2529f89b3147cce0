/** Tests of {@code edgewise key}. */
@NullMarked
package dev.edgewise.cli.zone;

import org.jspecify.annotations.NullMarked;
