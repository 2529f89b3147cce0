/** The smallest application: one service, one body, one main. */
@NullMarked
package dev.edgewise.samples.hello;

import org.jspecify.annotations.NullMarked;
