/** A small CA for those who have none: {@code edgewise certs}. */
@NullMarked
package dev.edgewise.cli.certs;

import org.jspecify.annotations.NullMarked;
