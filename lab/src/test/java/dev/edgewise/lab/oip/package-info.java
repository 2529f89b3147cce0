/** What the comparison with Triton is made of, without a Triton. */
@NullMarked
package dev.edgewise.lab.oip;

import org.jspecify.annotations.NullMarked;
