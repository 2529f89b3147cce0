/** Models of others, which {@code edgewise model} gets onto this machine. */
@NullMarked
package dev.edgewise.cli.model;

import org.jspecify.annotations.NullMarked;
