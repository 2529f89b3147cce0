/**
 * The Open Inference Protocol as servers speak it that we did not write: the real Triton and mosec
 * as processes, the same requests to them and to us, and a race.
 */
@NullMarked
package dev.edgewise.lab.oip;

import org.jspecify.annotations.NullMarked;
