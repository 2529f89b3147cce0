/** Commands that ask nodes what they keep of their answers. */
@NullMarked
package dev.edgewise.cli.cache;

import org.jspecify.annotations.NullMarked;
