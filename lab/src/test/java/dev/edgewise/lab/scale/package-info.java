/** Tests of the simulated zone and of the rules of others. */
@NullMarked
package dev.edgewise.lab.scale;

import org.jspecify.annotations.NullMarked;
