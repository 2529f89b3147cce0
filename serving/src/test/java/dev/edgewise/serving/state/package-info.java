/** Tests of what becomes of states. */
@NullMarked
package dev.edgewise.serving.state;

import org.jspecify.annotations.NullMarked;
