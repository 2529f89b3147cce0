/** The command {@code edgewise call}, and how anybody calls through a gateway. */
@NullMarked
package dev.edgewise.cli.call;

import org.jspecify.annotations.NullMarked;
