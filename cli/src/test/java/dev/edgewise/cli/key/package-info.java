/** Tests of {@code edgewise key}. */
@NullMarked
package dev.edgewise.cli.key;

import org.jspecify.annotations.NullMarked;
