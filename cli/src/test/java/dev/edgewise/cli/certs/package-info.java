/** Tests of the small CA. */
@NullMarked
package dev.edgewise.cli.certs;

import org.jspecify.annotations.NullMarked;
